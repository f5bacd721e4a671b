"""What whoever answers for the data must be able to do: show it, erase it, let it go in time, change and destroy keys."""
