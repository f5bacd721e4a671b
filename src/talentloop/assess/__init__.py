"""From measurements to findings: series, comparisons, obstacles, verdicts and what they raise."""
