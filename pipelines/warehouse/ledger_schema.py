"""The tables of the ledger, and the steps that bring an older ledger up to date."""

from __future__ import annotations

import sqlite3

from pipelines.core.errors import ExitCode, XiangyiError
from pipelines.core.text import Text

FIRST = """
create table if not exists file(sha256 text primary key, name text not null, first_seen text not null);
create table if not exists batch(
  batch text primary key, made_at text not null, published_at text,
  state text not null check(state in ('received','parsed','staged','published','superseded','failed')));
create table if not exists batch_file(
  batch text not null references batch, file_no integer not null, name text not null, sha256 text not null references file,
  reading text not null, content text not null, complete integer not null, primary key(batch, file_no));
create table if not exists load(
  batch text not null references batch, file_no integer not null, dataset text not null, unit text not null, period text not null,
  rows integer not null, primary key(batch, file_no, dataset, unit, period));
create index if not exists load_key on load(dataset, unit, period, batch);
create table if not exists quality(
  batch text not null references batch, file text not null, dataset text not null, form text not null, source_sheet text not null,
  rows_in integer not null, loaded integer not null, quarantined integer not null, duplicate integer not null,
  ignored integer not null, check(rows_in = loaded + quarantined + duplicate + ignored));
create table if not exists build(
  build text primary key, batch text not null references batch, made_at text not null, published_at text, tables text not null);
pragma user_version = 1
"""
# Who sent a batch and how it was read, corrections (`carried` rows taken over from batch `upon`), undone batches, differences.
SECOND = """
create table site(hash text primary key, settings text not null);
alter table batch add column sender text not null default '';
alter table batch add column mode text not null default 'replace' check(mode in ('replace','correct'));
alter table batch add column period_given text;
alter table batch add column site text references site;
alter table batch add column program text not null default '';
alter table batch add column errors integer not null default 0;
alter table batch add column warnings integer not null default 0;
alter table batch add column undone_at text;
alter table batch add column undone_by text;
alter table load add column carried integer not null default 0;
alter table load add column upon text references batch;
create index load_upon on load(upon);
alter table build add column step text not null default 'load' check(step in ('load','undo','mend'));
alter table build add column made_by text not null default '';
alter table build add column site text references site;
alter table build add column program text not null default '';
create table diff(
  batch text not null references batch, dataset text not null, unit text not null, period text not null, new integer not null,
  changed integer not null, gone integer not null, unchanged integer not null, primary key(batch, dataset, unit, period));
drop view if exists live;
drop view if exists counted;
create view counted as select * from batch where state in ('published','superseded') and undone_at is null;
create view live as
  select l.* from load l join (
    select dataset, unit, period, max(batch) as batch from load join counted using(batch) group by dataset, unit, period
  ) using(dataset, unit, period, batch);
pragma user_version = 2
"""
# Persons erased: when, by whom, in which build, how many rows of which batches; never who.
THIRD = """
create table erasure(
  number integer primary key, at text not null, by text not null, build text not null, rows integer not null, originals integer not null);
create table erased(
  number integer not null references erasure, batch text not null references batch, dataset text not null, rows integer not null,
  primary key(number, batch, dataset));
pragma user_version = 3
"""
# Cells of released tables that a build hides because the one before it did; never a number.
FOURTH = """
create table withheld(build text not null references build, profile text not null, cell text not null, primary key(build, profile, cell));
pragma user_version = 4
"""
STEPS = (FIRST, SECOND, THIRD, FOURTH)


def bring_up_to_date(db: sqlite3.Connection) -> None:
    """Make the tables of an empty ledger, or add to an older one what it lacks, in one transaction.

    Raises REFUSED for a ledger that a newer version of the program wrote.
    """
    if _version(db) == len(STEPS):
        return
    db.execute("begin immediate")
    try:
        known = _version(db)  # another process may have been first
        if known > len(STEPS):
            raise XiangyiError(
                Text("台账由更新版本的程序写成；请升级本程序后重试", "the ledger was written by a newer version of this program; update it and try again"),
                ExitCode.REFUSED,
            )
        for step in STEPS[known:]:
            for statement in step.strip().split(";\n"):
                db.execute(statement)
    except BaseException:
        db.execute("rollback")
        raise
    db.execute("commit")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma user_version").fetchone()[0])
