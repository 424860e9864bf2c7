import Type from 'typebox'
import { findLetterText, type LetterText, restoreLetterText, saveLetterText } from '../../../modules/letters/index.ts'
import { previewLetter } from '../../../modules/registration/index.ts'
import { NoSuchPage } from '../../frame/errors.ts'
import { download, type Fields, invalid, page, redirectTo } from '../../page.ts'
import { registerAddressOf } from './register-address.ts'
import { languages, letterKinds } from './say-letters.ts'
import { TextView } from './text.view.tsx'

const url = '/schools/:school/letters/design/:kind/:language'
const permission = 'letters.design'
const body = Type.Object({
  paragraphs: Type.String({ default: '' }),
  notice: Type.String({ default: '' }),
  help: Type.String({ default: '' }),
  look: Type.String({ default: '' }),
})

function readWhich(params: { kind: string; language: string }) {
  const kind = letterKinds.find(({ value }) => value === params.kind)?.value
  const language = languages.find(({ value }) => value === params.language)?.value
  if (!kind || !language) throw new NoSuchPage()
  return { kind, language }
}

export const textPage = page({
  method: 'GET',
  url,
  permission,
  async handle({ db, school, params }) {
    const which = readWhich(params)
    const text = await db.inSchool(school.id, (trx) => findLetterText(trx, { schoolId: school.id, ...which }))
    return <TextView {...which} {...text} typed={text.inUse.words} />
  },
})

/** The letter in use as PDF, with the longest name of the school; as a picture where `as` says so. */
export const previewPage = page({
  method: 'GET',
  url: `${url}/preview`,
  permission,
  query: Type.Object({ as: Type.String({ default: 'pdf' }) }),
  async handle({ app, db, school, clock, params, query }) {
    const which = readWhich(params)
    const siteAddress = registerAddressOf(app.config)
    const preview = await previewLetter(db, { school, clock, siteAddress, ...which })
    const filename = `${which.kind}-letter-${which.language}`
    if (query.as !== 'picture')
      return download({
        filename: `${filename}.pdf`,
        type: 'application/pdf',
        content: Buffer.from(await preview.pdf()),
      })
    return download({ filename: `${filename}.svg`, type: 'image/svg+xml', content: await preview.picture() })
  },
})

/** Saves, or only shows what it would look like. */
export const saveText = page({
  method: 'POST',
  url,
  permission,
  body,
  async handle({ app, db, school, actor, clock, params, body: typed }) {
    const which = readWhich(params)
    const words = readWords(typed)
    const schoolId = school.id
    if (typed.look !== '') {
      const siteAddress = registerAddressOf(app.config)
      const picture = await (await previewLetter(db, { school, clock, siteAddress, ...which, words })).picture()
      const text = await db.inSchool(schoolId, (trx) => findLetterText(trx, { schoolId, ...which }))
      return <TextView {...which} {...text} typed={words} picture={picture} />
    }
    const { version } = await db.inSchool(schoolId, (trx) =>
      saveLetterText(trx, { schoolId, ...which, words, actor, clock }),
    )
    const said = version === 0 ? 'These are the words as they come.' : `Saved as version ${version}.`
    return redirectTo(hereOf(school.slug, which), `${said} Letters are printed with them from now on.`)
  },
  async onRefusal({ db, school, params, refusal, typed }) {
    const which = readWhich(params)
    const schoolId = school.id
    const text = await db.inSchool(schoolId, (trx) => findLetterText(trx, { schoolId, ...which }))
    const words = readWords(typed)
    return invalid(<TextView {...which} {...text} typed={words} errors={{ paragraphs: refusal.words }} />)
  },
})

export const restoreText = page({
  method: 'POST',
  url: `${url}/restore`,
  permission,
  body: Type.Object({ version: Type.Integer({ default: 0 }) }),
  async handle({ db, school, actor, clock, params, body: { version } }) {
    const which = readWhich(params)
    const restore = { schoolId: school.id, ...which, version, actor, clock }
    await db.inSchool(school.id, (trx) => restoreLetterText(trx, restore))
    const words = version === 0 ? 'The words as they come count again.' : `Version ${version} counts again.`
    return redirectTo(hereOf(school.slug, which), words)
  },
  onRefusal: ({ school, params, refusal }) =>
    redirectTo(hereOf(school.slug, readWhich(params)), { kind: 'warn', words: refusal.words }),
})

function hereOf(slug: string, { kind, language }: { kind: string; language: string }): string {
  return `/schools/${slug}/letters/design/${kind}/${language}`
}

/** An empty line divides paragraphs; a line break within one is a space. */
function readWords(typed: Fields): LetterText {
  const words = (name: string) => String([typed[name] ?? ''].flat().at(-1))
  const paragraphs = (name: string) =>
    words(name)
      .split(/\r?\n\s*\n/)
      .map((paragraph) => paragraph.trim().replaceAll(/\s+/g, ' '))
      .filter((paragraph) => paragraph !== '')
  return { paragraphs: paragraphs('paragraphs'), notice: paragraphs('notice'), help: paragraphs('help').join(' ') }
}
