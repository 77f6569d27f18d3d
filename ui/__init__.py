"""The windows of the console: Qt only, drawn from `ShowState`, speaking in commands. No rules live here."""
