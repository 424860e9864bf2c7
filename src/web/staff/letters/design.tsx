import { readFile } from 'node:fs/promises'
import {
  findCrestIfAny,
  keepCrest,
  largestCrestBytes,
  listOwnTexts,
  removeCrest,
} from '../../../modules/letters/index.ts'
import { Refusal } from '../../../platform/errors/index.ts'
import { download, page, redirectTo, sayWhyAt } from '../../page.ts'
import { DesignView } from './design.view.tsx'
import { registerAddressOf } from './register-address.ts'

const url = '/schools/:school/letters/design'
const permission = 'letters.design'

export const designPage = page({
  method: 'GET',
  url,
  permission,
  async handle({ app, db, school }) {
    const seen = await db.inSchool(school.id, async (trx) => ({
      texts: await listOwnTexts(trx, school.id),
      hasCrest: (await findCrestIfAny(trx, school.id)) !== null,
    }))
    return <DesignView {...seen} siteAddress={registerAddressOf(app.config)} />
  },
})

export const crestPicture = page({
  method: 'GET',
  url: `${url}/crest`,
  permission,
  async handle({ db, school }) {
    const crest = await db.inSchool(school.id, (trx) => findCrestIfAny(trx, school.id))
    if (!crest) return redirectTo(`/schools/${school.slug}/letters/design`)
    const type = crest.kind === 'png' ? 'image/png' : 'image/jpeg'
    return download({ filename: `crest.${crest.kind}`, type, content: crest.picture })
  },
})

export const takeCrest = page({
  method: 'POST',
  url: `${url}/crest`,
  permission,
  uploads: { maxFiles: 1, maxBytes: largestCrestBytes * 4 },
  async handle({ db, school, actor, clock, files }) {
    const [file] = files
    if (!file) throw new Refusal('letters.no-crest', 'Choose a picture first. Nothing was changed.')
    await keepCrest(db, { schoolId: school.id, picture: await readFile(file.path), actor, clock })
    return redirectTo(`/schools/${school.slug}/letters/design`, 'Letters carry this crest from now on.')
  },
  onRefusal: (context) => sayWhyAt(context, '/letters/design'),
})

export const takeCrestAway = page({
  method: 'POST',
  url: `${url}/crest/remove`,
  permission,
  async handle({ db, school, actor, clock }) {
    await db.inSchool(school.id, (trx) => removeCrest(trx, { schoolId: school.id, actor, clock }))
    return redirectTo(`/schools/${school.slug}/letters/design`, 'Letters carry no crest from now on.')
  },
})
