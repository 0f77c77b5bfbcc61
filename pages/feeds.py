from pages import ui

ws = ui.begin("Feeds", "Placeholder.")
