// One picture of the cluster, kept current by server-sent events. All text goes in by textContent.
'use strict';

const LEFT_STAYS_MILLIS = 5000;
const FEED_LIMIT = 100;
const PROTOCOLS = { t: 'TCP', c: 'multicast', u: 'Unix socket' };
const OUTCOMES = {
  ANSWERED: 'answered',
  FAILED: 'answered with an error',
  TIMED_OUT: 'did not answer in time',
  UNREACHABLE: 'could not be reached',
  LEFT: 'left before it answered',
  NOT_AWAITED: 'was not waited for',
};

const byId = id => document.getElementById(id);
const plural = (n, one, many) => `${n} ${n === 1 ? one : many}`;
const protocolName = id => PROTOCOLS[id] ?? id;
const sidOf = uuid => uuid.split('@')[0];
const words = text => text.split(/[\s,]+/).filter(word => word);

function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function say(text) {
  byId('news').textContent = text;
}

// members

const members = new Map(); // uuid -> { picture, row, facts, goneAt }
let self = null;
let clockSkew = 0;

function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return plural(Math.floor(seconds / 86400), 'day', 'days');
}

function tagList(tags, first) {
  const list = el('span', { class: 'tags' });
  if (first) list.append(el('span', { class: 'tag self' }, first));
  tags.forEach(tag => list.append(el('span', { class: 'tag' }, tag)));
  if (!list.hasChildNodes()) list.append(el('span', { class: 'tag none' }, 'no tags'));
  return list;
}

function showMembers(picture) {
  const firstPicture = self === null;
  clockSkew = Date.parse(picture.now) - Date.now();
  const restarted = self !== null && self.uuid !== picture.self.uuid;
  self = picture.self;
  if (restarted) members.clear();
  const present = new Set();
  const news = [];
  for (const other of picture.members) {
    present.add(other.uuid);
    let member = members.get(other.uuid);
    if (!member) {
      member = { by: null };
      members.set(other.uuid, member);
      news.push(`${other.sid} joined${other.tags.length ? ', tagged ' + other.tags.join(', ') : ''}`);
    }
    member.picture = other;
    member.goneAt = null;
  }
  for (const [uuid, member] of members) {
    if (!present.has(uuid) && !member.goneAt) {
      member.goneAt = Date.now();
      news.push(`${member.picture.sid} left`);
      setTimeout(() => forget(uuid), LEFT_STAYS_MILLIS);
    }
  }
  drawRoster();
  drawSky();
  if (!firstPicture && news.length) say(news.join('. '));
}

function forget(uuid) {
  if (members.get(uuid)?.goneAt) {
    members.delete(uuid);
    drawRoster();
    drawSky();
  }
}

/** Adds, changes and removes rows; rows that stay are not built anew, so that arrivals alone are animated. */
function drawRoster() {
  const list = byId('members');
  const here = [...members.values()].filter(member => !member.goneAt).length;
  byId('count').textContent = `${plural(here + 1, 'member', 'members')}, this one included`;
  byId('alone').hidden = members.size > 0;

  const wanted = [row(self.uuid, self, true)];
  for (const [uuid, member] of members) wanted.push(row(uuid, member.picture, false, member));
  [...list.children].filter(item => !wanted.includes(item)).forEach(item => item.remove());
  wanted.forEach((item, place) => {
    if (list.children[place] !== item) list.insertBefore(item, list.children[place] ?? null);
  });
  tick();
}

function row(uuid, picture, isSelf, member) {
  const key = JSON.stringify(picture.tags);
  let item = [...byId('members').children].find(each => each.dataset.member === uuid);
  if (!item) {
    item = el('li', { 'data-member': uuid });
    item.append(el('span', { class: 'sid', title: uuid }, picture.sid), '', el('span', { class: 'facts' }));
  }
  if (item.dataset.tags !== key) {
    item.dataset.tags = key;
    item.querySelector('.tags')?.remove();
    item.querySelector('.sid').after(tagList(picture.tags, isSelf ? 'this member' : null));
  }
  item.dataset.state = isSelf ? 'ALIVE' : member.goneAt ? 'gone' : picture.state;
  return item;
}

/** Once a second: ages. */
function tick() {
  const now = Date.now() + clockSkew;
  for (const item of byId('members').children) {
    const facts = item.querySelector('.facts');
    const member = members.get(item.dataset.member);
    const wanted = [];
    if (!member) {
      wanted.push(`speaks ${self.protocols.map(protocolName).join(', ')}`);
    } else if (member.goneAt) {
      wanted.push('left');
    } else {
      if (member.picture.state === 'SUSPECT') wanted.push('silent?');
      const by = member.by ?? member.picture.protocol;
      wanted.push(by ? `by ${protocolName(by)}` : 'no way to reach it');
      const silence = now - Date.parse(member.picture.lastSeen);
      wanted.push(silence < 2000 ? 'heard just now' : `heard ${duration(silence)} ago`);
      wanted.push(`here ${duration(now - Date.parse(member.picture.since))}`);
    }
    wanted.forEach((text, place) => {
      const fact = facts.children[place] ?? facts.appendChild(el('span'));
      if (fact.textContent !== text) fact.textContent = text;
    });
    while (facts.children.length > wanted.length) facts.lastChild.remove();
  }
}

// the sky: a drawing of the same, for the eye only

const WIDE_SKY = { width: 640, height: 310, rx: 245, ry: 98 };
const NARROW_SKY = { width: 340, height: 310, rx: 118, ry: 104 };
const MOST_LABELS = 12;
const TILT = -0.42;
const phone = matchMedia('(max-width: 34rem)');
const stars = new Map(); // uuid -> { group, state, what }

function svg(tag, attributes, text) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function drawSky() {
  const { width, height, rx, ry } = phone.matches ? NARROW_SKY : WIDE_SKY;
  const [x, y] = [width / 2, height / 2 - 8];
  const sky = byId('sky');
  sky.setAttribute('viewBox', `0 0 ${width} ${height}`);
  sky.replaceChildren(...[1, .68, .38].map(part => svg('ellipse', { class: 'wave', cx: x, cy: y, rx: rx * part, ry: ry * part })));
  const all = [...members.entries()];
  const labelled = all.length <= (phone.matches ? MOST_LABELS / 2 : MOST_LABELS);
  for (const uuid of stars.keys()) if (!members.has(uuid)) stars.delete(uuid);
  all.forEach(([uuid, member], place) => {
    const star = stars.get(uuid) ?? { state: '', what: null };
    stars.set(uuid, star);
    const turn = TILT + 2 * Math.PI * place / all.length;
    const [sx, sy] = [x + rx * Math.cos(turn), y + ry * Math.sin(turn)];
    Object.assign(star, { x: sx, y: sy, home: [x, y] });
    star.group = svg('g', { 'data-state': member.goneAt ? 'gone' : star.state });
    star.group.append(
      svg('line', { class: 'ray', x1: x, y1: y, x2: sx, y2: sy }),
      svg('circle', { class: 'star', cx: sx, cy: sy, r: labelled ? 10 : 6 }));
    if (labelled) {
      const above = sy < y;
      star.group.append(
        svg('text', { x: sx, y: above ? sy - 36 : sy + 29 }, member.picture.sid),
        svg('text', { class: 'what', x: sx, y: above ? sy - 18 : sy + 48 }, whatOf(star, member)));
    }
    sky.append(star.group);
  });
  sky.append(svg('circle', { class: 'sun', cx: x, cy: y, r: 17 }));
  if (labelled) sky.append(svg('text', { class: 'what', x, y: y + 40 }, self.tags.join(', ') || 'this member'));
}

function whatOf(star, member) {
  const text = star.what ?? member.picture.tags.join(', ');
  return text.length > 22 ? text.slice(0, 21) + '…' : text;
}

function light(uuid, state, what) {
  const star = stars.get(uuid);
  const member = members.get(uuid);
  if (!star || !member) return;
  star.state = state;
  star.what = what;
  star.group.dataset.state = member.goneAt ? 'gone' : state;
  const label = star.group.querySelector('.what');
  if (label) label.textContent = whatOf(star, member);
  if (state === 'answered' || state === 'missed') spark(star);
}

/** An answer flies home. */
function spark(star) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const dot = svg('circle', { class: 'spark', cx: star.x, cy: star.y, r: 5 });
  byId('sky').append(dot);
  dot.animate(
    [{ transform: 'translate(0, 0)' }, { transform: `translate(${star.home[0] - star.x}px, ${star.home[1] - star.y}px)` }],
    { duration: 450, easing: 'ease-in-out' }).finished.finally(() => dot.remove());
}

// asking

function complain(form, problem) {
  for (const input of form.querySelectorAll('input')) input.removeAttribute('aria-invalid');
  const complaint = form.querySelector('.complaint');
  complaint.textContent = problem ? problem.detail ?? problem.title ?? 'the request failed' : '';
  const field = problem?.field ? form.elements[problem.field] : null;
  if (field) {
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', complaint.id);
    field.focus();
  }
}

/** POSTs JSON; throws what the server says is wrong. */
async function post(path, body) {
  let response;
  try {
    response = await fetch(path, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
    });
  } catch {
    throw { detail: 'the member can\'t be reached' };
  }
  if (!response.ok) throw await response.json().catch(() => ({ detail: `HTTP ${response.status}` }));
  return response;
}

/** The server-sent events of a response: [name, data] as they come. */
async function* serverSentEvents(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    const messages = text.split('\n\n');
    text = messages.pop();
    for (const message of messages) {
      const lines = message.split('\n');
      const get = field => lines.filter(line => line.startsWith(field + ':')).map(line => line.slice(field.length + 1)).join('\n');
      if (get('data')) yield [get('event').trim(), JSON.parse(get('data'))];
    }
  }
}

async function ask(event) {
  event.preventDefault();
  const form = event.target;
  const button = byId('query-send');
  if (button.getAttribute('aria-disabled') === 'true') return;
  complain(form, null);
  button.setAttribute('aria-disabled', 'true');
  byId('answers').replaceChildren();
  byId('summary').textContent = '';
  stars.forEach((star, uuid) => light(uuid, '', null));
  const started = performance.now();
  try {
    const response = await post('query/stream', {
      query: form.elements.query.value,
      data: form.elements.data.value,
      to: words(form.elements.to.value),
      timeout: form.elements.timeout.value,
    });
    let result = null;
    for await (const [name, data] of serverSentEvents(response)) {
      if (name === 'asked') data.forEach(uuid => { answerRow(uuid); light(uuid, 'asked', null); });
      if (name === 'outcome') showOutcome(data);
      if (name === 'done') result = data;
    }
    finish(result, performance.now() - started);
  } catch (problem) {
    complain(form, problem.detail || problem.title ? problem : { detail: 'the connection broke' });
    finish(null);
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

function answerRow(uuid) {
  const list = byId('answers');
  let item = [...list.children].find(each => each.dataset.member === uuid);
  if (!item) {
    item = el('li', { 'data-member': uuid, 'data-outcome': 'waiting' },
      el('span', { class: 'who' }, el('span', { class: 'sid', title: uuid }, sidOf(uuid)), el('span', { class: 'how' }, 'asked')),
      el('span', { class: 'said' }, '…'),
      el('span', { class: 'bar', 'aria-hidden': 'true' }, el('i')));
    list.append(item);
  }
  return item;
}

function showOutcome(outcome) {
  const item = answerRow(outcome.member);
  const member = members.get(outcome.member);
  const answered = outcome.outcome === 'ANSWERED';
  if (member && outcome.protocol) member.by = outcome.protocol;
  item.dataset.outcome = outcome.outcome;
  item.dataset.millis = outcome.millis;
  const by = outcome.protocol ? ` by ${protocolName(outcome.protocol)}` : '';
  item.querySelector('.how').textContent = `${OUTCOMES[outcome.outcome] ?? outcome.outcome}${by}, ${outcome.millis.toLocaleString('en', { maximumFractionDigits: 1 })} ms`;
  const said = item.querySelector('.said');
  said.textContent = answered ? outcome.data : outcome.error ?? '';
  said.classList.toggle('error', !answered);
  said.classList.toggle('long', answered && outcome.data.length > 14);
  const slowest = Math.max(...[...byId('answers').children].map(each => Number(each.dataset.millis ?? 0)), 0.001);
  for (const each of byId('answers').children) {
    if (each.dataset.millis) each.querySelector('.bar i').style.transform = `scaleX(${Math.max(.02, each.dataset.millis / slowest)})`;
  }
  light(outcome.member, answered ? 'answered' : 'missed', answered ? outcome.data : OUTCOMES[outcome.outcome] ?? 'no answer');
  byId('summary').textContent = `${sidOf(outcome.member)}: ${answered ? outcome.data : outcome.error ?? OUTCOMES[outcome.outcome]}`;
}

function finish(result, millis) {
  for (const item of [...byId('answers').children]) if (item.dataset.outcome === 'waiting') item.remove();
  stars.forEach((star, uuid) => { if (star.state === 'asked') light(uuid, '', null); });
  if (!result) return;
  const answered = result.outcomes.filter(outcome => outcome.outcome === 'ANSWERED').length;
  byId('summary').textContent = result.outcomes.length === 0
    ? 'Nobody was asked: no member has all of these words.'
    : `${answered} of ${result.outcomes.length} answered in ${Math.round(millis)} ms.`;
}

// telling

async function tell(event) {
  event.preventDefault();
  const form = event.target;
  complain(form, null);
  const to = words(form.elements.to.value);
  const typed = form.elements.channel.value.trim();
  const channel = typed === '' ? 0 : /^-?\d+$/.test(typed) ? Number(typed) : typed;
  const data = form.elements.data.value;
  try {
    const response = await post('event', { data, to, channel, broadcast: form.elements.broadcast.checked });
    const { outcomes } = await response.json();
    const failed = outcomes.filter(outcome => outcome.outcome !== 'SENT');
    const by = [...new Set(outcomes.map(outcome => outcome.protocol).filter(id => id))].map(protocolName).join(', ');
    const note = outcomes.length === 0 ? 'nobody to tell'
      : failed.length ? `${failed.length} of ${outcomes.length} not sent: ${failed[0].error}`
      : `sent to ${plural(outcomes.length, 'member', 'members')}${by ? ' by ' + by : ''}`;
    showEvent(new Date(), 'you', data, channel, note, failed.length > 0);
    form.elements.data.value = '';
    form.elements.data.focus();
  } catch (problem) {
    complain(form, problem);
  }
}

function showEvent(at, who, data, channel, note, failed) {
  byId('quiet').hidden = true;
  const more = [note, channel ? `channel ${channel}` : ''].filter(part => part).join(' · ');
  feedRow('feed', at, who, data, more, failed);
}

/** Puts a row on top of a feed, which keeps the newest. */
function feedRow(feed, at, who, data, note, failed) {
  const text = el('span', { class: 'text' }, data === '' ? '(empty)' : data);
  if (note) text.append(' ', el('span', { class: failed ? 'note failed' : 'note' }, note));
  byId(feed).prepend(el('li', {},
    el('time', { datetime: at.toISOString() }, at.toLocaleTimeString('en-GB')),
    el('span', { class: 'sid', title: who }, sidOf(who)),
    text));
  while (byId(feed).children.length > FEED_LIMIT) byId(feed).lastChild.remove();
}

// the chat room

const TRY_AGAIN_MILLIS = 3000;
let guest = null; // as whom this page speaks, while it is in the room
let tries = 5; // by itself: of a page that was reloaded the member notices only by and by that it is gone

function showPresence(presence) {
  guest = presence.guest;
  byId('chat-again').hidden = guest !== null;
  byId('chat-send').hidden = guest === null;
  byId('chat-presence').textContent = guest ? `You are ${presence.name}.` : `Not in the room: ${presence.reason}.`;
  if (presence.port) byId('chat-where').textContent = `nc localhost ${presence.port}`;
}

function answered(presence) {
  showPresence(presence);
  if (!guest && tries-- > 0) setTimeout(() => { if (!guest) connect(); }, TRY_AGAIN_MILLIS);
}

function showSaid(at, name, text) {
  byId('silence').hidden = true;
  feedRow('said', at, name, text);
}

async function speak(event) {
  event.preventDefault();
  const form = event.target;
  complain(form, null);
  if (!guest) return complain(form, { detail: 'you are not in the room' });
  const text = form.elements.text.value;
  try {
    await post('chat', { guest, text });
    showSaid(new Date(), 'you', text);
    form.elements.text.value = '';
    form.elements.text.focus();
  } catch (problem) {
    complain(form, problem);
  }
}

// live

const heard = new Set(); // what was shown, so that a reconnection shows only what is new

function showHeard(event) {
  const key = JSON.stringify(event);
  if (heard.has(key)) return;
  heard.add(key);
  if (heard.size > 2 * FEED_LIMIT) heard.delete(heard.values().next().value);
  showEvent(new Date(event.at), event.from, event.data, event.channel);
}

function link(state, text) {
  byId('lamp').dataset.state = state;
  if (byId('link').textContent !== text) byId('link').textContent = text;
}

let stream = null;

function connect() {
  if (stream) stream.close();
  stream = new EventSource('stream?chat=true');
  stream.onopen = async () => {
    link('live', 'live');
    const response = await fetch('events').catch(() => null);
    if (response?.ok) (await response.json()).forEach(showHeard);
  };
  stream.onerror = () => {
    link('lost', 'not connected, trying again');
    showPresence({ guest: null, reason: 'this page is not connected' });
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
  };
  stream.addEventListener('members', message => showMembers(JSON.parse(message.data)));
  stream.addEventListener('heard', message => showHeard(JSON.parse(message.data)));
  stream.addEventListener('chat', message => answered(JSON.parse(message.data)));
  stream.addEventListener('said', message => {
    const { at, name, text } = JSON.parse(message.data);
    showSaid(new Date(at), name, text);
  });
}

byId('origin').textContent = new URL('.', location.href).href;
byId('query-form').addEventListener('submit', ask);
byId('event-form').addEventListener('submit', tell);
byId('chat-form').addEventListener('submit', speak);
byId('chat-again').addEventListener('click', connect);
phone.addEventListener('change', () => { if (self) drawSky(); });
setInterval(() => { if (self) tick(); }, 1000);
connect();
