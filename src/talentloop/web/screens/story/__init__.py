"""The story of one KPI in one loop: what it was, what it was beside other periods, and how it breaks down."""
