"""How everything looks and reads: tokens, theme, icons, words and figures, and what is painted with them."""
