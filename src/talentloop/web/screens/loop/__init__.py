"""The client page: the loop, in the framework as the paper prints it."""
