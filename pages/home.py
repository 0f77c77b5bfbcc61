from pages import ui

ws = ui.begin("Home", "Placeholder.")
