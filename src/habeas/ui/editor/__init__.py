"""The fields of a claim, one module for each group; widgets.claimeditor is the whole panel."""
