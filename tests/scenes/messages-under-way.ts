import { sql } from 'kysely'
import { saveProvider, type TypedSetup } from '../../src/modules/delivery/index.ts'
import { newId } from '../../src/platform/ids/index.ts'
import type { TestWeb } from '../../src/web/testing.ts'

/**
 * What only time brings about: providers of each kind, one of which fails, copies of which nobody knows whether they went,
 * and texts and emails on the simulated phones in each of their states.
 */
export async function putMessagesUnderWay({ db, school, app, clock }: TestWeb): Promise<void> {
  const { id: schoolId } = school
  const now = clock.now()
  const [mail = '', texts = ''] = await db.inSchool(schoolId, async (trx) => {
    const ids: string[] = []
    for (const setup of setups) {
      const provider = { schoolId, name: '', priority: ids.length + 1, enabled: true, setup }
      ids.push(await saveProvider(trx, app.delivery, provider))
    }
    return ids
  })
  await db.asOwner(async (trx) => {
    await sql`
      update deliveries set state = 'unknown', attempts = 1, reason = 'The mail server took the whole email and hung up'
      where id in (select id from deliveries where school_id = ${schoolId} order by id limit 2)`.execute(trx)
    await sql`
      insert into delivery_provider_failures (school_id, provider_id, since, reason, answer)
      values (${schoolId}, ${mail}, ${now}, 'The mail server did not accept our sign-in', '535')`.execute(trx)
    for (const [channel, status] of shown) {
      await sql`
        insert into simulated_messages (school_id, id, reference, provider_id, channel, direction, address, sender, subject,
          body, status, at)
        values (${schoolId}, ${newId()}, ${newId()}, ${texts}, ${channel}, ${status === 'reply' ? 'in' : 'out'},
          ${channel === 'sms' ? '+447700900123' : 'ann@example.org'}, 'Hill Primary', 'Closed on Monday',
          'School is closed on Monday.', ${status}, ${now})`.execute(trx)
    }
  })
}

const shown = (['sms', 'email'] as const).flatMap((channel) =>
  (['on its way', 'delivered', 'failed', 'no answer', 'reply'] as const).map((status) => [channel, status] as const),
)

const setups: TypedSetup[] = [
  {
    kind: 'smtp',
    settings: {
      host: 'smtp.example.org',
      port: 587,
      security: 'starttls',
      user: 'school',
      fromAddress: 'office@hill.example',
      replyTo: null,
      connections: 4,
      ratePerSecond: null,
    },
    secrets: { password: 'invented' },
  },
  { kind: 'simulated', settings: { channel: 'sms' }, secrets: {} },
]
