import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import { Worker } from 'node:worker_threads'
import { printable } from './fonts.ts'
import { renderPdf } from './index.ts'

const page = (body: string, language = 'en') => `
#let data = json("data.json")
#set document(title: "A test")
#set text(font: ("Noto Sans", "Noto Sans Arabic"), fallback: false, lang: "${language}")
= Heading
${body}`

const asText = async (template: string, data: unknown) =>
  Buffer.from((await renderPdf({ template, data })).pdf).toString('latin1')

describe('a PDF', () => {
  it('is tagged as PDF/UA-1 and says its language', async () => {
    const pdf = await asText(page('Hello', 'cy'), {})
    assert.match(pdf, /pdfuaid:part>1</)
    assert.match(pdf, /\/MarkInfo\s*<<[^>]*\/Marked true/)
    assert.match(pdf, /\/StructTreeRoot/)
    assert.match(pdf, /\/Lang\s*\(cy/)
  })

  it('carries no author and nothing of its data outside the page (VIS-5)', async () => {
    const pdf = await asText(page('#data.name'), { name: 'Aleksandra Tester' })
    assert.doesNotMatch(pdf, /Aleksandra|dc:creator|\/Author/)
  })

  it('counts its pages', async () => {
    assert.equal((await renderPdf({ template: page('#pagebreak() b #pagebreak() c'), data: {} })).pages, 3)
  })

  it('takes data as text, whatever stands in it', async () => {
    const name = '#panic("read as markup") *a* $x$ @b <c> \\ `'
    await renderPdf({ template: page(`#assert.eq(data.name.slice(0, 6), "#panic") #data.name`), data: { name } })
  })

  it('joins Arabic letters and makes one sign of lam and alif', async () => {
    const body = '#context assert(measure(data.joined).width < measure(data.apart).width)'
    await renderPdf({ template: page(body), data: { joined: 'لا ببب', apart: 'ل\u200cا ب\u200cب\u200cب' } })
  })

  it('sees no file but those it was given', async () => {
    await assert.rejects(renderPdf({ template: page('#read("/package.json")'), data: {} }), /not found/)
    await assert.rejects(renderPdf({ template: page('#read("../package.json")'), data: {} }))
    await renderPdf({ template: page('#read("given.txt")'), data: {}, files: { 'given.txt': Buffer.from('Given') } })
  })

  it('names what is wrong with a template, goes on with the next, and keeps the answers apart', async () => {
    const [wrong, right] = await Promise.allSettled([
      renderPdf({ template: page('#nothing'), data: {} }),
      renderPdf({ template: page('right'), data: {} }),
    ])
    assert.match(String(wrong.status === 'rejected' && wrong.reason), /unknown variable: nothing/)
    assert.equal(right.status, 'fulfilled')
  })

  it('does not repeat in an error what it was to print', async () => {
    const template = page('#assert(false, message: "`" + data.name + "`")')
    await assert.rejects(renderPdf({ template, data: { name: 'Aleksandra' } }), (error: Error) => {
      assert.doesNotMatch(error.message, /Aleksandra/)
      return true
    })
  })
})

describe('the thread that sets documents', () => {
  it('is started anew when it died, and what waited for it is told', async () => {
    const sent = mock.method(Worker.prototype, 'postMessage')
    const waiting = renderPdf({ template: page('lost'), data: {} })
    const thread = sent.mock.calls[0]?.this as Worker
    sent.mock.restore()
    await Promise.all([thread.terminate(), assert.rejects(waiting, /ended while a document was waiting/)])
    assert.equal((await renderPdf({ template: page('found'), data: {} })).pages, 1)
  })
})

describe('what can be printed', () => {
  for (const [text, expected, what] of [
    ['Zoë Łukasz Nguyễn Thị Ŵyn O’Neill', 'Zoë Łukasz Nguyễn Thị Ŵyn O’Neill', 'names as they are'],
    ['محمد عبد الرحمن', 'محمد عبد الرحمن', 'Arabic'],
    ['ٹیچر گھر ڈاکٹر', 'ٹیچر گھر ڈاکٹر', 'Urdu'],
    ['Zoe\u0308', 'Zoë', 'composed letters for composing marks'],
    ['a\u0007b\u0000c\nd', 'abc\nd', 'no control characters but the line break'],
    ['Ann\u202egnp', 'Anngnp', 'no character that turns the rest round'],
    ['\u2068Ann\u2069', '\u2068Ann\u2069', 'isolates, which only hold a name together'],
    ['李 😀', '\ufffd \ufffd', 'a sign for what no font has'],
  ] as const) {
    it(what, () => assert.equal(printable(text), expected))
  }

  it('is set without an error, whatever it was', async () => {
    const name = Array.from({ length: 3000 }, (_, index) => String.fromCodePoint(index * 7)).join('')
    await renderPdf({ template: page('#data.name'), data: { name } })
  })
})
