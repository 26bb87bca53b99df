"""Questions that the program asks in a window of their own."""
