import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { renderSecurityLetters, type SecurityLetterPage, sampleLetters } from '../src/modules/letters/index.ts'
import { qrAsSvg } from '../src/modules/letters/qr.ts'

// Family letters with four QR codes each as one tagged PDF, in turn with LibreOffice's own mail merge of a letter with
// the same words and pictures of the same four codes. Needs soffice for the second; without it only ours is measured.

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
    'office-letters': { type: 'string', default: '100' },
  },
})
const ours = Number(values.letters)
const theirs = Number(values['office-letters'])
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-letters-'))
const hasOffice = !spawnSync('soffice', ['--version']).error

await renderSecurityLetters(family(1), { language: 'en' })
const rates = { ours: [] as number[], theirs: [] as number[] }
for (let round = 0; round < Number(values.rounds); round++) {
  rates.ours.push(await measureOurs())
  if (hasOffice) rates.theirs.push(measureOffice())
}
process.stdout.write(`Gatehouse, ${ours} letters: ${words(rates.ours)}; peak ${peakMegabytes()} MB\n`)
if (hasOffice) {
  process.stdout.write(`LibreOffice, ${theirs} letters, its start taken off: ${words(rates.theirs)}\n`)
  const ratios = rates.ours.map((rate, round) => rate / (rates.theirs[round] ?? Number.NaN))
  process.stdout.write(`Ratio: ${words(ratios)}\n`)
}
rmSync(folder, { recursive: true })

function family(count: number): SecurityLetterPage[] {
  return Array.from({ length: count }, (_, vary) =>
    sampleLetters('en', { expiresOn: '2026-12-21', vary }).slice(0, 1),
  ).flat()
}

async function measureOurs(): Promise<number> {
  const pages = family(ours)
  const startedAt = performance.now()
  const pdf = await renderSecurityLetters(pages, { language: 'en' })
  const seconds = (performance.now() - startedAt) / 1000
  writeFileSync(join(folder, 'ours.pdf'), pdf)
  return ours / seconds
}

/**
 * What LibreOffice does with letters already merged into its own format: one flat document with a page for each letter,
 * converted to a tagged PDF. Merging itself is left out, and so is the program's start: both in its favour.
 */
function measureOffice(): number {
  const started = convert(1)
  const whole = convert(theirs)
  return (theirs - 1) / (whole - started)
}

function convert(count: number): number {
  const out = join(folder, `office-${count}`)
  mkdirSync(out, { recursive: true })
  const file = join(out, 'letters.fodt')
  writeFileSync(file, flatDocument(family(count)))
  const filter =
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"PDFUACompliance":{"type":"boolean","value":"true"}}'
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(
    'soffice',
    [
      '--headless',
      `-env:UserInstallation=file://${join(folder, 'profile')}`,
      '--convert-to',
      filter,
      '--outdir',
      out,
      file,
    ],
    { encoding: 'utf8' },
  )
  const seconds = (performance.now() - startedAt) / 1000
  const pdf = readdirSync(out).find((name) => name.endsWith('.pdf'))
  if (status !== 0 || !pdf || !existsSync(join(out, pdf)) || statSync(join(out, pdf)).size < 1000)
    throw new Error(stderr)
  return seconds
}

function flatDocument(pages: SecurityLetterPage[]): string {
  const sheets = pages.map((page) => {
    const lines = [
      page.school.name,
      page.member.name,
      ...page.paragraphs,
      page.siteAddress,
      page.reference,
      ...page.notice,
      page.help,
    ]
    const codes = page.codes.map(
      ({ code, url }) => `<text:p text:style-name="P">${code} ${picture(qrAsSvg(url))}</text:p>`,
    )
    const [first = '', ...rest] = lines.map(escaped)
    return `<text:p text:style-name="B">${first}</text:p>${rest.map((line) => `<text:p text:style-name="P">${line}</text:p>`).join('')}${codes.join('')}`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:style style:name="P" style:family="paragraph"/><style:style style:name="B" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/></style:style></office:automatic-styles>
<office:body><office:text>${sheets.join('\n')}</office:text></office:body></office:document>`
}

function picture(svg: string): string {
  const data = Buffer.from(svg).toString('base64')
  return `<draw:frame text:anchor-type="as-char" svg:width="27mm" svg:height="27mm"><draw:image draw:mime-type="image/svg+xml"><office:binary-data>${data}</office:binary-data></draw:image><svg:title>Square code</svg:title></draw:frame>`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}

/** Median and the worst, in letters a second or as a ratio. */
function words(figures: number[]): string {
  const sorted = figures.toSorted((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  return `median ${median.toFixed(1)}, worst ${(sorted[0] ?? Number.NaN).toFixed(1)}`
}

function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1000)
}
