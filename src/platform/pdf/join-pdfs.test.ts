import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import { joinPdfs, renderPdf } from './index.ts'

const noPoppler = spawnSync('pdfinfo', ['-v']).error ? 'poppler-utils is not installed' : false
const template = `
#let data = json("data.json")
#set document(title: "A test")
#set text(font: "Noto Sans", lang: "en")
#for word in data.words [
  = Heading
  Page #word (99 0 R)
  #pagebreak(weak: true)
]`

async function joined(...parts: string[][]): Promise<Buffer> {
  const set = await Promise.all(parts.map((words) => renderPdf({ template, data: { words } })))
  return Buffer.from(await joinPdfs(set.map(({ pdf }) => pdf)))
}

/** What poppler says of it; it complains of anything that does not fit together. */
function ask(pdf: Buffer, program: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(program, [...args, '-'].concat(program === 'pdftotext' ? ['-'] : []), {
    input: pdf,
  })
  assert.equal(String(stderr).replaceAll('Syntax Error: Suspects object is wrong type (boolean)\n', ''), '')
  return String(stdout)
}

describe('documents joined to one', () => {
  it('keeps every page in its order, though two threads set them', { skip: noPoppler }, async () => {
    const parts = Array.from({ length: 7 }, (_, part) => [`P${part}a`, `P${part}b`])
    const pdf = await joined(...parts)
    assert.match(ask(pdf, 'pdfinfo'), /Pages:\s+14\n/)
    assert.deepEqual(ask(pdf, 'pdftotext').match(/P\d[ab]/g), parts.flat())
  })

  it('has one tree of tags over all pages, in the order of the pages', { skip: noPoppler }, async () => {
    const tree = ask(await joined(['one', 'two'], ['three'], ['four', 'five']), 'pdfinfo', '-struct-text')
    assert.equal(tree.match(/^Document/gm)?.length, 1)
    assert.deepEqual(tree.match(/one|two|three|four|five/g), ['one', 'two', 'three', 'four', 'five'])
    assert.equal(tree.match(/H1/g)?.length, 5)
  })

  it('stays PDF/UA-1 with the title, and every object it speaks of is there', async () => {
    const pdf = (await joined(['one'], ['two'], ['three'])).toString('latin1')
    assert.match(pdf, /pdfuaid:part>1</)
    assert.match(pdf, /\/Title \(A test\)/)
    assert.equal(pdf.match(/\/Type \/Catalog/g)?.length, 1)
    const there = new Set([...pdf.matchAll(/^(\d+) 0 obj$/gm)].map(([, number]) => number))
    const plain = pdf.replace(/stream\n[\s\S]*?\nendstream/g, '').replace(/\([^()]*\)/g, '')
    for (const [, number] of plain.matchAll(/(\d+) 0 R/g)) assert.ok(there.has(number), `object ${number}`)
    for (const [, key] of plain.matchAll(/\/StructParents (\d+)/g))
      assert.match(plain, new RegExp(`[\\[ ]${key} \\d+ 0 R`))
  })

  it('refuses what another program wrote', async () => {
    await assert.rejects(joinPdfs([Buffer.from('%PDF-1.4 other'), Buffer.from('%PDF-1.4 other')]), /typesetter/)
  })
})
