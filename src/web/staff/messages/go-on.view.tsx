import { may } from '../../../modules/accounts/index.ts'
import type { Message, Report } from '../../../modules/messaging/index.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Form } from '../../components/form.tsx'
import { useFrame } from '../../frame/frame.ts'
import { children as countOfChildren } from './say-to.ts'

/** DLV-6: what to do about the children not reached. */
export function GoOn({ base, here, report: { message, totals } }: { base: string; here: string; report: Report }) {
  const { actor, now } = useFrame()
  const [missed, handedOver] = [totals.children['not reached'], totals.children['handed over']]
  const isOut = !message.undoUntil || message.undoUntil <= now
  const maySend = isOut && actor !== null && may(actor.roles, 'messages.send')
  const others = (['sms', 'email'] as const).filter((channel) => channel !== message.content.channel)
  return (
    <Card title="Go on from here">
      {missed > 0 && maySend ? (
        <div class="buttons">
          {others.map((channel) => (
            <Form key={channel} action={`${here}/resend`}>
              <input type="hidden" name="channel" value={channel} />
              <Button kind="quiet">
                {channel === 'sms' ? 'Text' : 'Email'} the {countOfChildren(missed)} not reached
              </Button>
            </Form>
          ))}
        </div>
      ) : null}
      {handedOver > 0 && maySend && message.content.channel !== 'sms' && message.content.channel !== 'both' ? (
        <div class="buttons">
          <Form action={`${here}/resend`}>
            <input type="hidden" name="channel" value="sms" />
            <input type="hidden" name="reach" value="handed over" />
            <Button kind="quiet">Text the {countOfChildren(handedOver)} handed over, if you must know</Button>
          </Form>
        </div>
      ) : null}
      <div class="buttons">
        {totals.paper > 0 ? (
          <ButtonLink kind="quiet" href={`${here}/paper`}>
            Paper list of {countOfChildren(totals.paper)}
          </ButtonLink>
        ) : null}
        {actor !== null && may(actor.roles, 'people.read') ? (
          <ButtonLink kind="quiet" href={`${here}/report.csv`}>
            Save as a table (CSV)
          </ButtonLink>
        ) : null}
        {maySend && message.content.to.length <= mostInAddress ? (
          <ButtonLink kind="quiet" href={sameChildren(base, message)}>
            Write to the same children
          </ButtonLink>
        ) : null}
      </div>
    </Card>
  )
}

/** An address longer than some 8,000 characters is refused on the way. */
const mostInAddress = 100

/** MSG-6: a correction goes to the same children by the same choices. */
function sameChildren(base: string, { content }: Message): string {
  const query = new URLSearchParams(content.to.map((selector) => ['to', selector]))
  return `${base}/new?${query}`
}
