import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isTest, readSources } from './sources.ts'

// main → web | cli | jobs | demo → modules → platform, and between modules only what ARCHITECTURE.md allows.

const modulesBelow: Record<string, string[]> = {
  audit: [],
  schools: ['audit'],
  accounts: ['audit', 'schools', 'delivery'],
  people: ['audit', 'schools'],
  preferences: ['people'],
  importing: ['people'],
  delivery: ['audit'],
  syncing: ['importing', 'people', 'accounts'],
  letters: ['audit'],
  messaging: ['people', 'preferences', 'delivery', 'letters'],
  registration: ['people', 'preferences', 'accounts', 'letters', 'delivery'],
  access: ['people', 'accounts', 'letters', 'delivery'],
  records: ['people', 'access'],
}

/** Files that may be entered although they are no index.ts. */
const sideDoors = ['src/platform/db/testing.ts', 'src/platform/errors/refusal.ts']

const layersBelow: Record<string, string[]> = {
  main: ['web', 'cli', 'jobs', 'demo', 'modules', 'platform'],
  web: ['modules', 'platform'],
  cli: ['modules', 'platform'],
  jobs: ['modules', 'platform'],
  demo: ['modules', 'platform'],
  modules: ['platform'],
  platform: [],
}

export function wrongArrows(sources: { file: string; imports: { from: string }[] }[]): string[] {
  return sources
    .filter(({ file }) => file.startsWith('src/'))
    .flatMap(({ file, imports }) =>
      imports
        .filter(({ from }) => from.startsWith('src/'))
        .map(({ from }) => ({ from, reason: whyWrong(file, from) }))
        .filter(({ reason }) => reason !== null)
        .map(({ from, reason }) => `${file} → ${from}: ${reason}`),
    )
}

function whyWrong(file: string, target: string): string | null {
  const [here, there] = [place(file), place(target)]
  if (here.layer === there.layer && here.part === there.part) return null
  // A test elsewhere may set its scene with what the module's own tests stand on.
  if ((isTest(file) || file.endsWith('/testing.ts')) && target.endsWith('/testing.ts')) return null
  if (['modules', 'platform'].includes(there.layer) && !isDoor(target)) return 'only index.ts is a door'
  if (isTest(file)) return null
  if (here.layer === 'modules' && there.layer === 'modules') {
    return allBelow(here.part).has(there.part) ? null : `${here.part} may not use ${there.part}`
  }
  if (here.layer === 'platform' && there.layer === 'platform') return null
  return layersBelow[here.layer]?.includes(there.layer) ? null : `${here.layer} may not use ${there.layer}`
}

/** `src/modules/people/rules/x.ts` → layer modules, part people; the parts of web, cli and jobs are one. */
function place(file: string): { layer: string; part: string } {
  const [, layer = '', part = ''] = file.split('/')
  if (layer === 'main.ts') return { layer: 'main', part: '' }
  return { layer, part: ['modules', 'platform'].includes(layer) ? part : '' }
}

function isDoor(target: string): boolean {
  return /^src\/\w+\/[\w-]+\/index\.tsx?$/.test(target) || sideDoors.includes(target)
}

function allBelow(module: string): Set<string> {
  const direct = modulesBelow[module] ?? []
  return new Set(direct.flatMap((each) => [each, ...allBelow(each)]))
}

describe('arrows between folders', () => {
  it('all point downwards, and every module is entered through its index.ts', () => {
    assert.deepEqual(wrongArrows(readSources()), [])
  })

  for (const [file, target, wrong] of [
    ['src/platform/db/open.ts', 'src/modules/people/index.ts', true],
    ['src/modules/people/people.ts', 'src/web/server.ts', true],
    ['src/cli/school/create.ts', 'src/web/server.ts', true],
    ['src/modules/delivery/claim.ts', 'src/modules/people/index.ts', true],
    ['src/web/staff/home/home.ts', 'src/modules/people/people.store.ts', true],
    ['src/modules/messaging/send.ts', 'src/modules/audit/index.ts', false],
    ['src/main.ts', 'src/web/server.ts', false],
  ] as const) {
    it(`${wrong ? 'catches' : 'allows'} ${file} → ${target}`, () => {
      assert.equal(wrongArrows([{ file, imports: [{ from: target }] }]).length, wrong ? 1 : 0)
    })
  }
})
