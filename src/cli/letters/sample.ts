import { writeFile } from 'node:fs/promises'
import { renderSecurityLetters, sampleLetters } from '../../modules/letters/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { defineCommand } from '../command.ts'

export const sampleLettersCommand = defineCommand({
  name: 'letters sample',
  summary: 'Write a PDF with an invented security letter of each kind, to look at and to try an envelope with',
  details:
    'The names are invented and the codes open nothing. The second page has its address for a DL window envelope.',
  options: {
    language: { type: 'string', choices: ['en', 'cy', 'pl', 'ur', 'ar'], words: 'the language (default en)' },
    out: { type: 'string', value: 'FILE', required: true, words: 'the PDF to write' },
  },
  async run(app, { values }) {
    const language = languageOf(values.language)
    const pages = sampleLetters(language, { expiresOn: app.clock.today() })
    const pdf = await renderSecurityLetters(pages)
    await writeFile(values.out, pdf).catch((error: NodeJS.ErrnoException) => {
      throw new Refusal('letters.not-written', `${values.out} could not be written (${error.code}). Nothing was kept.`)
    })
    return {
      data: { file: values.out, pages: pages.length, bytes: pdf.length },
      words: `${pages.length} invented letters are in ${values.out}.`,
    }
  },
})

function languageOf(language: string | undefined) {
  return (['cy', 'pl', 'ur', 'ar'] as const).find((each) => each === language) ?? 'en'
}
