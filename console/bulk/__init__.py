"""Bulk entry: a seller's own spreadsheet, or what was pasted from one, as items of the line-up.

`tables` reads files (`delimited` and `webpage` texts; `xlsx` and `ods` what stands beside the values), `headings`
finds what the columns are and `prices` which of them is the price, `cells` what a cell says, `rows` makes items or
reasons of them, `photos` finds their pictures, `entry` lists them. Only `entry` writes anything.
"""
