"""What helps to sell, as people type and read it: flash sales, steps, badges, draws, coupons; sales in dispute.

Pure: what may be done is the desk's to say, and nothing here changes anything.
"""
