import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { defaultSettings, type School } from '../schools/index.ts'
import { readPushScript } from './index.ts'

const school: School = { id: '', slug: 'hill', name: 'Hill', timeZone: 'Europe/London', settings: defaultSettings }
const publicUrl = 'https://gatehouse.example'

describe('IMP-23 the scripts that send reports', () => {
  for (const which of ['windows', 'cron'] as const) {
    it(`carry the school's address and no token, in letters that every machine reads: ${which}`, async () => {
      const { content } = await readPushScript(which, { publicUrl, school })
      assert.ok(content.includes("'https://gatehouse.example/hooks/imports/hill'"))
      assert.ok(!content.includes('@ADDRESS@') && !content.includes('gatehouse_'))
      // Windows PowerShell 5.1 reads a script without a byte order mark in the letters of its own region.
      assert.doesNotMatch(content, /[^\x20-\x7e\r\n]/)
      assert.equal(content.includes('\r\n'), which === 'windows')
    })
  }

  it('say in the log what they did not foresee, and where SIMS was looked for: the PowerShell script', async () => {
    const { content } = await readPushScript('windows', { publicUrl, school })
    assert.match(content, /\} catch \{\r\n[^}]*\$code = 1\r\n\s+Say "It stopped: /)
    const looksFor = content.indexOf('Test-Path -LiteralPath $CommandReporter')
    assert.ok(looksFor > 0 && looksFor < content.indexOf('Start-Process'))
    assert.doesNotMatch(content, /-(Report|File) "[^"]*",/, 'a PowerShell window would hand these over as two things')
  })

  it('close what they open: the PowerShell script, as far as can be told without one', async () => {
    const { content } = await readPushScript('windows', { publicUrl, school })
    const bare = content
      .replace(/<#[\s\S]*?#>/g, '')
      .replace(/'[^'\r\n]*'/g, "''")
      .replace(/#.*$/gm, '')
    for (const [open, close] of ['{}', '()', '[]']) {
      const count = (sign = '') => bare.split(sign).length
      assert.equal(count(open), count(close), `${open} and ${close}`)
    }
    assert.equal(bare.replaceAll('`"', '').split('"').length % 2, 1, 'quotation marks')
  })
})
