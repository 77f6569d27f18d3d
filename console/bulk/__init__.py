"""Bulk entry: a seller's own spreadsheet, or what was pasted from one, as items of the line-up.

`tables` reads files, `headings` finds what the columns are, `cells` what a cell says, `rows` makes items
or reasons of them, `photos` finds their pictures, `entry` lists them. Only `entry` writes anything.
"""
