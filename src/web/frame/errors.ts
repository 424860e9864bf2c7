import { may, type Permission, rolesThatMay } from '../../modules/accounts/index.ts'
import { Refusal } from '../../platform/errors/index.ts'
import { sayExactly } from '../components/say-when.ts'
import type { StaffActor } from './frame.ts'

/** Nobody is signed in, and the page is for people who are. */
export class SignInFirst extends Refusal {
  constructor() {
    super('sign-in.first', 'You are signed out. Sign in again to go on.')
  }
}

/** Somebody is signed in, but the page asks for more than this session still opens (SEC-2). */
export class ProveAgain extends Refusal {
  constructor() {
    super('sign-in.again', 'Please sign in once more to go on. Nothing was changed.')
  }
}

/** S-17: for a day after a change of how somebody signs in, the pages about children stay shut. */
export class RecordPaused extends Refusal {
  constructor(until: Date) {
    super(
      'sign-in.paused-forbidden',
      `Your way to sign in was changed a short while ago. To keep you safe, this page opens again on ${sayExactly(until, 'Europe/London')}. Nothing was changed.`,
    )
  }
}

/** There is no such page, or not for this person: the words are the same. */
export class NoSuchPage extends Refusal {
  constructor(
    words = 'There is nothing at this address, or it is not yours to open. Check the address, or start from the home page.',
  ) {
    super('page.not-found', words)
  }
}

/** The form does not come from a page that this browser was shown. */
export class StaleForm extends Refusal {
  constructor() {
    super(
      'form.stale',
      'This form was open for too long, or came from another site. Nothing was changed. Go back, reload the page, and send it again.',
    )
  }
}

/** A member of the school's staff whose roles do not open the act. */
export class NotAllowed extends Refusal {
  constructor(permission: Permission) {
    super(
      'role.forbidden',
      `Your role does not include this. At this school it is open to: ${rolesThatMay(permission).join(', ')}.`,
    )
  }

  static unless(actor: StaffActor, permission: Permission): void {
    if (!may(actor.roles, permission)) throw new NotAllowed(permission)
  }
}

/** The HTTP status of a refusal, by its code. */
export function statusOf({ code }: Refusal): number {
  if (code === 'page.not-found' || /(^|[.-])no-such-|not-found$/.test(code)) return 404
  if (code.endsWith('forbidden')) return 403
  if (code === 'sign-in.first' || code === 'sign-in.again') return 401
  if (code === 'form.stale') return 403
  if (/too-large$/.test(code)) return 413
  return 422
}
