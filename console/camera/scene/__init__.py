"""The synthetic studio: solids, surfaces and the stage they stand on. Drawn once; `synthetic` plays it."""
