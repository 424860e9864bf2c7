import type { ComponentChildren } from 'preact'
import { may, type Permission, roleNames } from '../../modules/accounts/index.ts'
import { useFrame } from '../frame/frame.ts'
import { Document } from './document.tsx'
import { Form } from './form.tsx'
import { Icon, type IconName, Mark } from './icons.tsx'
import { Avatar } from './lists.tsx'
import { Note } from './note.tsx'

/** The nouns of the left navigation, in the order in which offices know them. */
const nouns: { key: NavKey; icon: IconName; words: string; permission: Permission }[] = [
  { key: 'home', icon: 'home', words: 'Home', permission: 'home.read' },
  { key: 'messages', icon: 'messages', words: 'Messages', permission: 'messages.read' },
  { key: 'people', icon: 'people', words: 'People', permission: 'people.read' },
  { key: 'letters', icon: 'letters', words: 'Letters', permission: 'letters.read' },
  { key: 'imports', icon: 'import', words: 'Import', permission: 'import.plan' },
  { key: 'data-issues', icon: 'data-issues', words: 'Data issues', permission: 'data-issues.read' },
  { key: 'settings', icon: 'settings', words: 'Settings', permission: 'settings.change' },
  { key: 'audit', icon: 'audit', words: 'Audit', permission: 'audit.read' },
]
export type NavKey = 'home' | 'messages' | 'people' | 'letters' | 'imports' | 'data-issues' | 'settings' | 'audit'

type Crumb = { words: string; href: string }

/**
 * A page of a school for its staff: navigation, search, the heading and what was just done. `current` is its place in the
 * navigation; `lead` one line under the heading; `actions` buttons or a tag beside it; `breadcrumbs` the pages above it.
 */
export function StaffPage(props: {
  title: string
  current?: NavKey
  /** The h1, where it is to say something else than the title. */
  heading?: ComponentChildren
  lead?: ComponentChildren
  actions?: ComponentChildren
  breadcrumbs?: readonly Crumb[]
  scripts?: readonly string[]
  children: ComponentChildren
}) {
  const { school, demo } = useFrame()
  return (
    <Document
      title={school ? `${props.title} – ${school.name}` : props.title}
      scripts={['shortcuts.js', ...(props.scripts ?? [])]}
    >
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <div class="shell">
        <Navigation current={props.current} />
        <div class="shell-page">
          <TopBar />
          {demo ? <DemoBand /> : null}
          <main id="main" tabIndex={-1}>
            <Breadcrumbs crumbs={props.breadcrumbs ?? []} />
            <div class="page-head">
              <div>
                <h1>{props.heading ?? props.title}</h1>
                {props.lead ? <p class="lead">{props.lead}</p> : null}
              </div>
              {props.actions ? <div class="page-actions">{props.actions}</div> : null}
            </div>
            <FlashNote />
            {props.children}
          </main>
        </div>
      </div>
    </Document>
  )
}

/** Where the demo's messages end up, since they leave this computer for nowhere. */
function DemoBand() {
  const { school, actor } = useFrame()
  return (
    <aside class="demo-band" aria-label="Demo">
      This is the demo, on this computer only: no family gets anything.{' '}
      {school && actor && may(actor.roles, 'messages.read') ? (
        <a href={`/schools/${school.slug}/simulated-phones`}>See the families’ phones</a>
      ) : null}{' '}
      <span aria-hidden="true">·</span> <a href="/demo/own-school">Try your own export</a>
    </aside>
  )
}

function Navigation({ current }: { current: NavKey | undefined }) {
  const { school, actor, openDataIssues } = useFrame()
  if (!school || !actor) return null
  return (
    <nav class="nav" id="menu" aria-label="Main">
      <div class="nav-stay">
        <a class="nav-close" href="#main">
          Close the menu
        </a>
        <a class="brand" href={`/schools/${school.slug}/home`}>
          <Mark />
          <span>Gatehouse</span>
        </a>
        <ul>
          {nouns
            .filter(({ permission }) => may(actor.roles, permission))
            .map(({ key, icon, words }) => (
              <li key={key}>
                <a
                  href={`/schools/${school.slug}/${key}`}
                  aria-current={key === current ? 'page' : undefined}
                  data-shortcut={key}
                >
                  <Icon name={icon} />
                  <span>{words}</span>
                  {key === 'data-issues' && openDataIssues ? (
                    <span class="count">
                      {openDataIssues}
                      <span class="visually-hidden"> open</span>
                    </span>
                  ) : null}
                </a>
              </li>
            ))}
        </ul>
      </div>
    </nav>
  )
}

function TopBar() {
  const { school, actor } = useFrame()
  return (
    <header class="top">
      <strong class="top-school">{school?.name}</strong>
      {school && actor && may(actor.roles, 'people.read') ? <Search action={`/schools/${school.slug}/people`} /> : null}
      <a class="menu-link" href="#menu">
        Menu
      </a>
      <details class="top-me">
        <summary>
          <Avatar name={actor?.name ?? ''} />
          <span class="who">
            <span>{actor?.name}</span>
            <small>{actor?.roles.map((role) => roleNames[role]).join(', ')}</small>
            <span class="visually-hidden">Your sign-in and schools</span>
          </span>
        </summary>
        <div class="menu">
          <a href="/account/security">Your sign-in</a>
          <a href="/">Your schools</a>
          <Form action="/sign-out">
            <button class="link-button" type="submit">
              Sign out
            </button>
          </Form>
        </div>
      </details>
    </header>
  )
}

function Search({ action }: { action: string }) {
  return (
    <search class="search-place">
      <form class="search" action={action} method="get">
        <input
          type="search"
          name="q"
          id="global-search"
          aria-label="Find a pupil or adult"
          placeholder="Find a pupil or adult"
          autocomplete="off"
          data-shortcut="search"
        />
        <button type="submit" class="search-go" aria-label="Find">
          <Icon name="search" />
        </button>
      </form>
    </search>
  )
}

/** Where this page stands. The last crumb is the page above, not the page itself. */
function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  if (crumbs.length === 0) return null
  return (
    <nav class="crumbs" aria-label="Where you are">
      <ol>
        {crumbs.map(({ words, href }) => (
          <li key={href}>
            <a href={href}>{words}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** What was just done, said once. */
function FlashNote() {
  const { flash } = useFrame()
  if (!flash) return null
  return (
    <div class="flash" role="status">
      <Note kind={flash.kind === 'done' ? 'ok' : 'warn'}>{flash.words}</Note>
    </div>
  )
}

/** A page without a school: sign-in, the choice of school, one's own sign-in, errors. One narrow column. */
export function PlainPage({
  title,
  lead,
  scripts,
  wide,
  children,
}: {
  title: string
  lead?: ComponentChildren
  scripts?: readonly string[]
  wide?: boolean
  children: ComponentChildren
}) {
  const { accountName } = useFrame()
  return (
    <Document title={title} bodyClass="plain" {...(scripts ? { scripts } : {})}>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="plain-head">
        <a class="brand" href="/">
          <Mark />
          <span>Gatehouse</span>
        </a>
        {accountName ? (
          <Form action="/sign-out">
            <button class="link-button" type="submit">
              Sign out <span class="visually-hidden">{accountName}</span>
            </button>
          </Form>
        ) : null}
      </header>
      <main id="main" tabIndex={-1} class={wide ? 'plain-main wide' : 'plain-main'}>
        <h1>{title}</h1>
        {lead ? <p class="lead">{lead}</p> : null}
        <FlashNote />
        {children}
      </main>
    </Document>
  )
}
