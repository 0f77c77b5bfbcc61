from pages import ui

ws = ui.begin("Settings", "Placeholder.")
