"""How residents, cards, applications and documents lie in the file. Days are ISO 8601 texts."""

from __future__ import annotations

from typing import Final

VERSION: Final = 2
"""PRAGMA user_version of a file that this program made."""

TABLES: Final = """
CREATE TABLE person (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, kana TEXT NOT NULL, birth TEXT NOT NULL, sex TEXT NOT NULL,
    my_number TEXT NOT NULL);
CREATE TABLE foreigner (  -- 国籍・地域, 第30条45規定区分, 在留カード等の番号, 在留資格, 在留期間, 満了の日, 通称
    person INTEGER PRIMARY KEY REFERENCES person, nationality TEXT NOT NULL, category TEXT NOT NULL,
    card_number TEXT NOT NULL, status TEXT NOT NULL, period TEXT NOT NULL, expires TEXT NOT NULL, alias TEXT NOT NULL);
CREATE TABLE household (  -- 世帯; shielded: 支援措置
    id INTEGER PRIMARY KEY, municipality TEXT NOT NULL, address TEXT NOT NULL, shielded INTEGER NOT NULL);
CREATE TABLE rehoused (  -- 転居, on certificates from the day `entered`
    household INTEGER NOT NULL REFERENCES household, address TEXT NOT NULL, moved TEXT NOT NULL,
    reported TEXT NOT NULL, entered TEXT NOT NULL);
CREATE TABLE resident (  -- 住民票
    person INTEGER PRIMARY KEY REFERENCES person, household INTEGER NOT NULL REFERENCES household,
    position INTEGER NOT NULL, relation TEXT NOT NULL, since TEXT NOT NULL, reported TEXT NOT NULL,
    previous_address TEXT NOT NULL);
CREATE TABLE move (  -- 転出届, planned day; day of moving in, 転入届; 継続利用
    person INTEGER PRIMARY KEY REFERENCES person, out_reported TEXT, out_planned TEXT, in_moved TEXT,
    in_reported TEXT, continued TEXT);
CREATE TABLE family_register (  -- 戸籍
    id INTEGER PRIMARY KEY, municipality TEXT NOT NULL, domicile TEXT NOT NULL, head TEXT NOT NULL,
    made TEXT NOT NULL, pending INTEGER NOT NULL);
CREATE TABLE registered (  -- a person in it; person is NULL for who was struck out (除籍): they stand in another
    id INTEGER PRIMARY KEY, register INTEGER NOT NULL REFERENCES family_register, position INTEGER NOT NULL,
    person INTEGER REFERENCES person, name TEXT NOT NULL, birth TEXT NOT NULL, sex TEXT NOT NULL,
    father TEXT NOT NULL, mother TEXT NOT NULL, relation TEXT NOT NULL, role TEXT NOT NULL);
CREATE TABLE register_event (  -- 身分事項; entries: JSON list of [key, value]
    registered INTEGER NOT NULL REFERENCES registered, position INTEGER NOT NULL, heading TEXT NOT NULL,
    entries TEXT NOT NULL);
CREATE TABLE register_address (  -- 附票
    registered INTEGER NOT NULL REFERENCES registered, position INTEGER NOT NULL, address TEXT NOT NULL,
    since TEXT NOT NULL);
CREATE TABLE holder (  -- a card or phone
    id TEXT PRIMARY KEY, person INTEGER NOT NULL REFERENCES person, issued TEXT NOT NULL, handed_over TEXT NOT NULL,
    seal_registered INTEGER NOT NULL, lapsed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE certificate (
    purpose TEXT NOT NULL, generation INTEGER NOT NULL, serial INTEGER NOT NULL, holder TEXT NOT NULL REFERENCES holder,
    revoked TEXT, PRIMARY KEY (purpose, generation, serial));
CREATE TABLE application (  -- 本籍地利用登録申請
    id TEXT PRIMARY KEY, holder TEXT NOT NULL REFERENCES holder, municipality TEXT NOT NULL, applied TEXT NOT NULL,
    due TEXT NOT NULL, approved INTEGER NOT NULL, reason TEXT NOT NULL, telephone TEXT NOT NULL);
CREATE TABLE document (  -- the centre's own record; times are ISO 8601 with +09:00
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, request TEXT NOT NULL, terminal TEXT NOT NULL,
    holder TEXT NOT NULL, municipality TEXT NOT NULL, kind TEXT NOT NULL, scope TEXT NOT NULL, sheets INTEGER NOT NULL,
    copies INTEGER NOT NULL, sha256 TEXT NOT NULL, scramble_key BLOB NOT NULL, fee_yen INTEGER NOT NULL,
    issued TEXT NOT NULL);
CREATE INDEX document_of_terminal ON document (terminal, issued);
CREATE TABLE delivery (
    document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE, copy INTEGER NOT NULL, outcome TEXT NOT NULL,
    PRIMARY KEY (document, copy));
CREATE TABLE answer (  -- what a terminal was answered; mark: SHA-256 of the request; body is NULL once forgotten
    number INTEGER PRIMARY KEY, terminal TEXT NOT NULL, request TEXT NOT NULL, mark BLOB NOT NULL, body BLOB);
CREATE INDEX answer_to_request ON answer (terminal, request);
CREATE INDEX answer_kept ON answer (terminal, number) WHERE body IS NOT NULL;
"""
