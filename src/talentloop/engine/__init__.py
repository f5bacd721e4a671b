"""The fact store and the two verbs over it: take rows in, measure primitives."""
