import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  defaultLetterText,
  renderSecurityLetters,
  type SecurityLetterPage,
  sampleLetters,
} from '../src/modules/letters/index.ts'
import { qrAsPng } from '../src/modules/letters/qr.ts'
import { letterWords } from '../src/modules/letters/words/words.ts'
import { inProject } from '../src/platform/paths/index.ts'

// Family letters with four QR codes each as one tagged PDF, in turn with LibreOffice's own mail merge of a letter with the
// same words and four QR codes (the same four on every letter, as a merge cannot change pictures). Needs soffice and python3
// with uno for the second; without them only ours is measured.

const { values } = parseArgs({
  options: {
    letters: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
    'office-letters': { type: 'string' },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
})
const ours = Number(values.letters)
const theirs = Number(values['office-letters'] ?? ours)
const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-letters-'))
const hasOffice =
  !spawnSync('soffice', ['--version']).error && spawnSync(values.python, ['-c', 'import uno']).status === 0

await renderSecurityLetters(family(1))
const measured = {
  ours: [] as number[],
  theirs: [] as number[],
  /** Milliseconds of processor a letter: they tell the work apart from who else is on the machine. */
  ourProcessor: [] as number[],
  theirProcessor: [] as number[],
  theirPeak: 0,
  ourPeak: 0,
}
const loads: number[] = []
for (let round = 0; round < Number(values.rounds); round++) {
  measured.ours.push(await measureOurs())
  measured.ourPeak = Math.round(process.resourceUsage().maxRSS / 1000)
  if (hasOffice) measured.theirs.push(await measureOffice())
  loads.push(loadavg()[0] ?? 0)
}
const print = (line: string) => process.stdout.write(`${line}\n`)
print(
  `${availableParallelism()} processors, load at the end of each round ${loads.map((load) => load.toFixed(1)).join(', ')}`,
)
print(
  `Gatehouse, ${ours} letters: ${words(measured.ours)} a second, ${median(measured.ourProcessor)} ms of processor each; peak ${measured.ourPeak} MB`,
)
if (hasOffice) {
  print(
    `LibreOffice, ${theirs} letters merged: ${words(measured.theirs)} a second, ${median(measured.theirProcessor)} ms of processor each; peak ${measured.theirPeak} MB`,
  )
  print(`Ratio: ${words(measured.ours.map((rate, round) => rate / (measured.theirs[round] ?? Number.NaN)))}`)
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
  const spentBefore = process.cpuUsage()
  const pdf = await renderSecurityLetters(pages)
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(spentBefore)
  measured.ourProcessor.push((user + system) / 1000 / ours)
  writeFileSync(join(folder, 'ours.pdf'), pdf)
  return ours / seconds
}

/** The program's start is left out, in its favour. */
async function measureOffice(): Promise<number> {
  for (const name of ['data', 'out']) {
    rmSync(join(folder, name), { recursive: true, force: true })
    mkdirSync(join(folder, name))
  }
  const pages = family(theirs)
  writeFileSync(join(folder, 'data', 'letters.csv'), table(pages))
  writeFileSync(join(folder, 'letter.fodt'), mergeLetter(pages[0] ?? never()))
  const profile = `-env:UserInstallation=file://${mkdtempSync(join(folder, 'profile-'))}`
  const pipe = `gatehouse${process.pid}`
  const office = spawn('soffice', ['--headless', '--norestore', profile, `--accept=pipe,name=${pipe};urp`], {
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => office.once('exit', resolve))
  const script = [inProject('bench', 'mail-merge.py'), folder, pipe]
  const merged = spawn(values.python, script, { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = (await merged.stdout.setEncoding('utf8').toArray()).join('')
  await ended
  const [seconds = Number.NaN, processor = Number.NaN, peak = 0] = said.trim().split(' ').map(Number)
  if (!readdirSync(join(folder, 'out')).some((name) => name.endsWith('.pdf'))) throw new Error('nothing was merged')
  measured.theirPeak = Math.max(measured.theirPeak, peak)
  measured.theirProcessor.push((processor * 1000) / theirs)
  return theirs / seconds
}

function table(pages: SecurityLetterPage[]): string {
  const rows = pages.map(({ member, reference, codes, siteAddress, school }) => [
    member.name,
    member.class ?? '',
    reference,
    ...codes.map(({ code }) => code),
    '21 December 2026',
    siteAddress,
    school.name,
  ])
  const columns = ['pupil', 'class', 'reference', 'code1', 'code2', 'code3', 'code4', 'expires', 'site', 'school']
  return [columns, ...rows].map((row) => `${row.map((cell) => `"${cell}"`).join(',')}\n`).join('')
}

/** The words of our letter with fields of the merge in it. */
function mergeLetter(sample: SecurityLetterPage): string {
  const text = defaultLetterText('family', 'en')
  const fixed = letterWords('en')
  const columns: Record<string, string> = {
    'pupil.name': 'pupil',
    'pupil.class': 'class',
    'school.name': 'school',
    expires: 'expires',
    site: 'site',
  }
  const filled = (line: string) =>
    escaped(line).replace(/\{\{([^{}]*)\}\}/g, (_, name: string) => field(columns[name] ?? ''))
  const line = (content: string, style = 'P') => `<text:p text:style-name="${style}">${content}</text:p>`
  const body = [
    line(`${field('school')} 12 Hill Road, Oakfield OK1 2AB, 020 7946 0123`, 'H'),
    line(fixed.title.family, 'H'),
    line(`${fixed.pupil} ${field('pupil')} ${fixed.class} ${field('class')}`),
    ...text.paragraphs.map((each) => line(filled(each))),
    line(fixed.whatToDo, 'H'),
    ...fixed.steps.map((step) => line(escaped(step).replace('{site}', field('site')))),
    line(`${fixed.site} ${field('site')} ${fixed.reference} ${field('reference')}`),
    line(fixed.codesHeading.several, 'H'),
    line(fixed.once.several),
    ...sample.codes.map(({ place, url }) => line(`Code ${place} ${field(`code${place}`)} ${picture(url)}`)),
    line(`${fixed.expiry.replace('{date}', field('expires'))} ${fixed.afterExpiry}`),
    line(fixed.yourDetails, 'H'),
    ...text.notice.map((each) => line(filled(each))),
    line(fixed.help, 'H'),
    line(filled(text.help)),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:automatic-styles><style:style style:name="P" style:family="paragraph"/><style:style style:name="H" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>
<office:body><office:text>${body.join('\n')}</office:text></office:body></office:document>`
}

function field(column: string): string {
  if (column === '') return '4'
  return `<text:database-display text:table-name="letters" text:table-type="table" text:column-name="${column}" text:database-name="letters">${column}</text:database-display>`
}

function picture(url: string): string {
  const data = qrAsPng(url).toString('base64')
  return `<draw:frame text:anchor-type="as-char" svg:width="27mm" svg:height="27mm"><draw:image draw:mime-type="image/png"><office:binary-data>${data}</office:binary-data></draw:image><svg:title>Square code</svg:title></draw:frame>`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}

function never(): never {
  throw new Error('there is a letter at least')
}

/** Median and the worst, in letters a second or as a ratio. */
function words(figures: number[]): string {
  return `median ${median(figures)}, worst ${Math.min(...figures).toFixed(1)}`
}

function median(figures: number[]): string {
  return (figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN).toFixed(1)
}
