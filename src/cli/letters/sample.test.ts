import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fixedClock } from '../../platform/clock/index.ts'
import { readConfig } from '../../platform/config/index.ts'
import type { App } from '../command.ts'
import { runCommand } from '../run.ts'
import { sampleLettersCommand } from './sample.ts'

const app = { clock: fixedClock('2026-11-21T09:00:00Z'), config: readConfig({}) } as App
const printed = { out: '', error: '' }
const streams = { out: (text: string) => (printed.out += text), error: (text: string) => (printed.error += text) }
const run = (...args: string[]) => runCommand([sampleLettersCommand], app, ['letters', 'sample', ...args], streams)

describe('LET-7 gatehouse letters sample', () => {
  let folder = ''
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-letters-'))
  })
  after(() => rmSync(folder, { recursive: true }))

  it('writes a PDF in the language asked for', async () => {
    const file = join(folder, 'sample.pdf')
    assert.equal(await run('--language', 'cy', '--out', file), 0, printed.error)
    const pdf = readFileSync(file, 'latin1')
    assert.match(pdf, /^%PDF-/)
    assert.match(pdf, /\/Lang \(cy/)
    assert.match(printed.out, /3 invented letters/)
  })

  it('says when it cannot write', async () => {
    assert.equal(await run('--out', join(folder, 'missing', 'sample.pdf')), 1)
    assert.match(printed.error, /could not be written/)
  })
})
