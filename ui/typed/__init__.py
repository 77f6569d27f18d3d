"""What people type, as the console understands it: answers, cells, searches, plans. No widgets."""
