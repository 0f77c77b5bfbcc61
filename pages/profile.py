from pages import ui

ws = ui.begin("Profile", "Placeholder.")
