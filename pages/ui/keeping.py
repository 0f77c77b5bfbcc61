"""Keeps what is being typed: after a pause in typing the field hands its text over by itself, as if it had been left.

Streamlit's text field tells its text only when it is left (or on Ctrl+Enter), so a closed laptop would lose the last sentences.
"""

from __future__ import annotations

import streamlit as st

PAUSE_MS = 1_500
_JS = """
export default function ({ data, parentElement }) {
  const field = document.querySelector(`.st-key-${data.field} textarea`);
  if (!field) return;
  let waiting = null, told = field.value;
  const tell = () => {
    clearTimeout(waiting);
    if (field.value === told) return;
    told = field.value;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true }));
  };
  const later = () => { clearTimeout(waiting); waiting = setTimeout(tell, data.pause); };
  field.addEventListener("input", later);
  document.addEventListener("visibilitychange", tell);
  window.addEventListener("pagehide", tell);
  return () => {
    clearTimeout(waiting);
    field.removeEventListener("input", later);
    document.removeEventListener("visibilitychange", tell);
    window.removeEventListener("pagehide", tell);
  };
}
"""
_component = st.components.v2.component("shortlist_typing_kept", js=_JS)


def keep_typing(field: str) -> None:
    """Hand over the text of the text area with this key after each pause in typing."""
    _component(key=f"{field}_kept", data={"field": field, "pause": PAUSE_MS}, height=1)
