import type { Clock } from '../../platform/clock/index.ts'
import type { Trx } from '../../platform/db/index.ts'
import { choosePreferences } from '../preferences/index.ts'
import type { School } from '../schools/index.ts'
import { type FirstChoices, kindsOfFirstChoices, type Wish } from './rules/what-to-receive.ts'

/** OPT-6, OPT-7: keeps what was chosen beside the wish, as the person's own choice. */
export async function keepFirstChoices(
  trx: Trx,
  keeping: {
    school: School
    registration: { forename: string | null; surname: string | null }
    wish: Wish
    choices?: FirstChoices
    clock: Clock
  },
  adultId: string,
): Promise<void> {
  const { school, registration, wish, choices, clock } = keeping
  if (!choices) return
  const actor = { kind: 'family' as const, accountId: null, name: `${registration.forename} ${registration.surname}` }
  const wanted = { kinds: kindsOfFirstChoices(wish, choices) }
  await choosePreferences(trx, { schoolId: school.id, adultId, wanted, actor, clock })
}
