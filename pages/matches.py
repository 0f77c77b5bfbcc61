from pages import ui

ws = ui.begin("Matches", "Placeholder.")
