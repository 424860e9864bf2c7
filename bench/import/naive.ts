import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { School } from '../../src/modules/schools/index.ts'
import { timed } from './scene.ts'

/*
 * The import as everybody writes it first: COPY the report into a table of text, then INSERT … ON CONFLICT DO UPDATE of
 * all its rows. Its tables are copies of the real ones, with their keys, indexes and foreign keys, and an index by which a
 * number is found; ids come from the ids of the MIS, so that there is a conflict to find. In its favour: the table of text is a temporary one, which writes no
 * WAL; it works as the owner, past row-level security; it keeps no snapshot, no groups, no flags and no journal.
 */

const tables = ['members', 'adults', 'links', 'contact_points']

const text = `adno, p_forename, p_surname, dob, year, reg, contact_id, title, forename, surname, relationship, priority, mobile,
  email, pr, court, lives_with, house, street, town, postcode`

export async function makeNaiveTables(owner: pg.Client): Promise<void> {
  const copies = tables.map(
    (table) =>
      `create table bench.${table} (like public.${table} including all); alter table bench.${table} set (autovacuum_enabled = off)`,
  )
  await owner.query(`create schema if not exists bench; ${copies.join('; ')};
    create index on bench.contact_points (school_id, value) where ended_at is null;
    alter table bench.members add foreign key (school_id) references schools (id);
    alter table bench.adults add foreign key (school_id) references schools (id);
    alter table bench.links add foreign key (school_id, pupil_id) references bench.members (school_id, id) on delete cascade;
    alter table bench.links add foreign key (school_id, adult_id) references bench.adults (school_id, id) on delete cascade;
    alter table bench.contact_points add foreign key (school_id, adult_id) references bench.adults (school_id, id) on delete cascade;
    alter table bench.contact_points add foreign key (school_id, member_id) references bench.members (school_id, id) on delete cascade`)
}

/** One import of the whole report, in one transaction, committed. In seconds. */
export function upsertAll(owner: pg.Client, school: School, path: string): Promise<number> {
  return timed(async () => {
    await owner.query('begin')
    await owner.query(`create temporary table report (${text.replaceAll(/(,|$)/g, ' text$1')}) on commit drop`)
    await pipeline(createReadStream(path), owner.query(copyFrom('copy report from stdin with (format csv, header)')))
    for (const upsert of upserts) await owner.query(upsert, [school.id])
    await owner.query('commit')
  })
}

const idOf = (kind: string, id: string) => `md5('${kind}' || ${id})::uuid`
const yesOrNo = (flag: string) => `case ${flag} when 'T' then 'yes' when 'F' then 'no' else 'unknown' end`

type Upsert = { into: string; values: Record<string, string>; rows: string }

function upsertOf({ into, values, rows }: Upsert): string {
  const all = { school_id: '$1::uuid', ...values, created_at: 'now()', updated_at: 'now()' }
  const changing = Object.keys(all).filter((column) => !['school_id', 'id', 'created_at'].includes(column))
  return `insert into bench.${into} (${Object.keys(all).join(', ')}) select ${Object.values(all).join(', ')} from ${rows}
    on conflict (school_id, id) do update set ${changing.map((column) => `${column} = excluded.${column}`).join(', ')}`
}

const pointOf = (kind: 'mobile' | 'email', position: number): Upsert => ({
  into: 'contact_points',
  rows: `report where ${kind} <> ''`,
  values: {
    id: idOf(kind, 'contact_id'),
    adult_id: idOf('adult', 'contact_id'),
    kind: `'${kind}'`,
    value: kind,
    raw: kind,
    origin: `'mis'`,
    sms_capable: String(kind === 'mobile'),
    usable: 'true',
    position: String(position),
  },
})

const upserts = [
  upsertOf({
    into: 'members',
    rows: '(select distinct on (adno) * from report) one',
    values: {
      id: idOf('pupil', 'adno'),
      role: `'pupil'`,
      status: `'on roll'`,
      origin: `'mis'`,
      mis_key: `'adno:' || adno`,
      admission_number: 'adno',
      forename: 'p_forename',
      surname: 'p_surname',
      birth_date: `to_date(dob, 'DD/MM/YYYY')`,
      year: 'year',
      registration_group: 'reg',
      name_key: `lower(p_surname || ' ' || p_forename)`,
    },
  }),
  upsertOf({
    into: 'adults',
    rows: '(select distinct on (contact_id) * from report) one',
    values: {
      id: idOf('adult', 'contact_id'),
      origin: `'mis'`,
      title: 'title',
      forename: 'forename',
      surname: 'surname',
      name_key: `lower(surname || ' ' || forename)`,
      address: `house || ' ' || street || ', ' || town`,
      postcode: 'postcode',
      household_key: `lower(postcode || ' ' || house)`,
    },
  }),
  upsertOf({
    into: 'links',
    rows: 'report',
    values: {
      id: idOf('link', `adno || ' ' || contact_id`),
      pupil_id: idOf('pupil', 'adno'),
      adult_id: idOf('adult', 'contact_id'),
      origin: `'mis'`,
      relationship: 'relationship',
      priority: 'priority::integer',
      parental_responsibility: yesOrNo('pr'),
      lives_with: yesOrNo('lives_with'),
      prime: `priority = '1'`,
      started_on: 'current_date',
    },
  }),
  upsertOf(pointOf('mobile', 1)),
  upsertOf(pointOf('email', 2)),
]
