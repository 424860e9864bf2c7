import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { inProject, projectRoot } from '../../src/platform/paths/index.ts'

// What works on one PostgreSQL and breaks, or changes its meaning, when the database is spread by school.

const forbidden: [pattern: RegExp, why: string][] = [
  [/\bcreate (constraint |or replace )?trigger\b/i, 'logic in a trigger'],
  [
    /\b(big|small)?serial\b|\bgenerated\s+(always|by default)\s+as\s+identity\b|\bcreate sequence\b|\bnextval\b/i,
    'a sequence',
  ],
  [/\bpg_(try_)?advisory/i, 'an advisory lock'],
  [/\bcreate\s+(local\s+|global\s+)?temp/i, 'a temporary table'],
  [/\bpg_notify\b|\bnotify\s+\w+\s*[;,`]|\blisten\s+\w+\s*[;`]/i, 'LISTEN or NOTIFY'],
  [/\binsert\s+into\b[^;`]*\bselect\b[^;`]*\bunnest\s*\(\s*\$/i, 'INSERT … SELECT unnest(parameter)'],
  [/\bupdate\b[^;`]*\bset\b[^;`]*\b(gen_random_uuid|clock_timestamp|random)\s*\(/i, 'a volatile function in an UPDATE'],
]

export function whatBreaks(text: string): string[] {
  const statements = text.replace(/--.*$|^\s*\/\/.*$|^\s*\*.*$|\/\*[\s\S]*?\*\//gm, '')
  return forbidden.filter(([pattern]) => pattern.test(statements)).map(([, why]) => why)
}

describe('statements', () => {
  it('hold on a database spread by school too', () => {
    const files = globSync(['migrations/*.sql', 'src/**/*.store.ts'], { cwd: projectRoot })
    const found = files.flatMap((file) =>
      whatBreaks(readFileSync(inProject(file), 'utf8')).map((why) => `${file}: ${why}`),
    )
    assert.deepEqual(found, [])
  })

  for (const [statement, breaks] of [
    ['create trigger t after insert on a execute function f()', true],
    ['create table t (id bigserial)', true],
    ['select pg_advisory_xact_lock(1)', true],
    ['create temp table t (a int)', true],
    ['select pg_notify($1, $2)', true],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is what stands in a store file
    ['insert into t (a) select a from unnest(${ids}::uuid[]) as a', true],
    ['update t set token = gen_random_uuid() where a = 1', true],
    ['-- no advisory lock: pg_advisory_lock', false],
    ['insert into t (a) select a from staged', false],
    ['update t set at = now() where a = 1', false],
  ] as const) {
    it(`${breaks ? 'catches' : 'allows'} ${statement}`, () =>
      assert.equal(whatBreaks(statement).length, breaks ? 1 : 0))
  }
})
