import type { InboxPlace } from '../../../modules/messaging/index.ts'
import { isId } from '../../../platform/ids/index.ts'

/** A place in the inbox as it stands in an address: the moment and the copy. */
export function sayPlace({ sentAt, deliveryId }: InboxPlace): string {
  return `${sentAt.getTime()}-${deliveryId}`
}

/** Null for anything else. */
export function readPlaceIfAny(text: string): InboxPlace | null {
  const [, moment = '', deliveryId = ''] = /^(\d{1,15})-(.+)$/.exec(text) ?? []
  return isId(deliveryId) ? { sentAt: new Date(Number(moment)), deliveryId } : null
}
