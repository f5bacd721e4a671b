"""The candidate journey: from reach to retention, where most people leave, and what leads them one step on."""
