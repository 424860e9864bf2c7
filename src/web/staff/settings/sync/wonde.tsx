import { Type } from 'typebox'
import {
  askWondeNow,
  endWonde,
  findScheduleIfAny,
  patternOfTime,
  type Schedule,
  setUpWonde,
  timeOfPattern,
} from '../../../../modules/syncing/index.ts'
import { readPrivateTargets } from '../../../../platform/outbound/index.ts'
import { besideField } from '../../../components/beside-field.ts'
import { type Fields, invalid, page, redirectTo, sayWhyAt } from '../../../page.ts'
import { EndWondeView, WondeView } from './wonde.view.tsx'

/** The schedule as a person would type it. The token is never shown again. */
function typedSchedule(schedule: Schedule | null): Fields {
  const when = schedule ? timeOfPattern(schedule.pattern) : null
  return {
    address: schedule?.settings.address ?? '',
    wondeSchool: schedule?.settings.wondeSchool ?? '',
    time: when?.time ?? (schedule ? '' : '02:15'),
    days: when?.days ?? 'every day',
    token: '',
  }
}

export const wondePage = page({
  method: 'GET',
  url: '/schools/:school/settings/sync/wonde',
  permission: 'sync.manage',
  async handle({ school, db }) {
    const schedule = await db.inSchool(school.id, (trx) => findScheduleIfAny(trx, school.id))
    return <WondeView schedule={schedule} typed={typedSchedule(schedule)} errors={{}} />
  },
})

export const saveWonde = page({
  method: 'POST',
  url: '/schools/:school/settings/sync/wonde',
  permission: 'sync.manage',
  body: Type.Object({
    address: Type.String({ default: '' }),
    wondeSchool: Type.String({ default: '' }),
    token: Type.String({ default: '' }),
    time: Type.String({ default: '' }),
    days: Type.Union([Type.Literal('every day'), Type.Literal('school days')], { default: 'every day' }),
  }),
  async handle({ app, school, actor, db, clock, body }) {
    const { time, days, ...connection } = body
    const pattern = patternOfTime(time, days)
    const { secretBox } = app
    const privateTargets = readPrivateTargets()
    await setUpWonde(db, { ...connection, pattern, school, actor, clock, secretBox, privateTargets })
    return redirectTo(`/schools/${school.slug}/settings/sync`, `Saved. Wonde is asked at ${time}.`)
  },
  async onRefusal({ school, db, refusal, typed }) {
    const schedule = await db.inSchool(school.id, (trx) => findScheduleIfAny(trx, school.id))
    const fields: Record<string, string> = {
      'wonde.school-id': 'wondeSchool',
      'wonde.no-token': 'token',
      'schedule.time': 'time',
      'schedule.pattern': 'time',
    }
    const field = fields[refusal.code] ?? 'address'
    // What was typed stays, but a token is not sent back in a page.
    return invalid(
      <WondeView schedule={schedule} typed={{ ...typed, token: '' }} errors={{ [field]: besideField(refusal) }} />,
    )
  },
})

export const askWondePage = page({
  method: 'POST',
  url: '/schools/:school/settings/sync/wonde/now',
  permission: 'sync.manage',
  async handle({ school, actor, db, clock }) {
    await askWondeNow(db, { school, actor, clock })
    return redirectTo(`/schools/${school.slug}/settings/sync`, 'Wonde is asked now. Look again in a minute.')
  },
  onRefusal: (context) => sayWhyAt(context, '/settings/sync'),
})

export const endWondePage = page({
  method: 'GET',
  url: '/schools/:school/settings/sync/wonde/end',
  permission: 'sync.manage',
  handle: () => <EndWondeView />,
})

export const takeWondeAway = page({
  method: 'POST',
  url: '/schools/:school/settings/sync/wonde/end',
  permission: 'sync.manage',
  async handle({ school, actor, db, clock }) {
    await endWonde(db, { school, actor, clock })
    return redirectTo(`/schools/${school.slug}/settings/sync`, 'The schedule is ended, and its token is forgotten.')
  },
  onRefusal: (context) => sayWhyAt(context, '/settings/sync'),
})
