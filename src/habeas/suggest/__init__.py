"""A deterministic, explainable reader that proposes claims; its rules are data."""
