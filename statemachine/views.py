"""What a screen shows, as ids and handles: no words, no names. `device/screen` puts them in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One thing to choose. `text` is a text id, or `person:<handle>` for a name in the vault.

    note: why it cannot be chosen, a text id or what a row's cell could say; about: the text id of what explains it
    """

    id: str
    text: str
    chosen: bool = False
    enabled: bool = True
    note: str = ""
    about: str = ""


@dataclass(frozen=True)
class Pictures:
    """Some pictures under one heading. `text` is a text id and names the group; each picture's caption is the
    text `picture.<id>`."""

    text: str
    pictures: tuple[str, ...]


@dataclass(frozen=True)
class View:
    """One screen.

    screen: the state's name; message: text ids of what is said first; values: figures for the texts,
    as (name, value), or what a row's cell could say; rows: a table as (text id, text id or figure);
    keyboard, field: the keys (`device.screen.keyboards`), and the handle under which the vault keeps what they type;
    entry: what was typed, already masked, or `held:<handle>`; pictures: drawings that explain; language: the one of
    the slips, where the screen has all of them to choose from; warning_s: seconds left when "still there?" is asked.
    """

    screen: str
    messages: tuple[str, ...] = ()
    values: tuple[tuple[str, int | str], ...] = ()
    choices: tuple[Choice, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    buttons: tuple[str, ...] = ()
    disabled: tuple[str, ...] = ()
    keypad: bool = False
    keyboard: str = ""
    field: str = ""
    entry: str = ""
    pictures: tuple[Pictures, ...] = ()
    language: str = ""
    warning_s: int = 0
