// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// Numbers, distances and times as people read them. Times arrive as the territory's local time
// with its offset and are shown as that wall clock, wherever the reader's own clock is.
import { currentLanguage, word } from './words.js';

/**
 * @param {number} metres
 */
export function distance(metres) {
    const number = (/** @type {number} */ value, /** @type {number} */ digits) =>
        new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: digits }).format(value);
    if (metres < 1000) return `${number(metres, 0)}\u00a0m`;
    return `${number(metres / 1000, metres < 10000 ? 1 : 0)}\u00a0km`;
}

/**
 * The wall clock of an ISO time, as a Date whose UTC fields hold it.
 * @param {string} iso  2026-11-22T19:30:00+01:00, or a day alone
 */
function wallClock(iso) {
    const [date, time = '00:00'] = iso.slice(0, 16).split('T');
    return new Date(`${date}T${time}:00Z`);
}

/** @param {string} iso @param {Intl.DateTimeFormatOptions} options */
function written(iso, options) {
    const locale = currentLanguage() === 'en' ? 'en-GB' : 'fr-FR';
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(wallClock(iso));
}

/** "19:30" @param {string} iso */
export function time(iso) {
    return iso.slice(11, 16);
}

/**
 * A moment told in universal time, on the clocks of a territory: "23 nov. 2026, 08:15".
 * @param {string} iso
 * @param {string} timeZone
 */
export function moment(iso, timeZone) {
    const locale = currentLanguage() === 'en' ? 'en-GB' : 'fr-FR';
    /** @type {Intl.DateTimeFormatOptions} */
    const options = { dateStyle: 'medium', timeStyle: 'short', timeZone };
    return new Intl.DateTimeFormat(locale, options).format(new Date(iso));
}

/** "1 oct. 2026" @param {string} iso */
export function date(iso) {
    return written(iso, { day: 'numeric', month: 'short', year: 'numeric' });
}

/**
 * The day an event falls on, seen from now: "aujourd'hui", "demain", "lundi", "mardi 8 décembre".
 * @param {string} iso
 * @param {string} now
 */
export function dayFrom(iso, now) {
    const days = Math.round(
        (wallClock(iso.slice(0, 10)).getTime() - wallClock(now.slice(0, 10)).getTime()) / 86400000,
    );
    if (days === 0) return word('day.today');
    if (days === 1) return word('day.tomorrow');
    if (days > 1 && days < 7) return written(iso, { weekday: 'long' });
    return written(iso, { weekday: 'long', day: 'numeric', month: 'long' });
}

/**
 * A moment, or a time of `from/to`: "demain 06:00–12:00", "samedi", "samedi – dimanche".
 * @param {string} value
 * @param {string} now
 */
export function span(value, now) {
    const [from, to] = value.split('/');
    const day = dayFrom(from, now);
    if (!to) return `${day} ${time(from)}`;
    /* midnight ends the day before */
    const last = new Date(wallClock(to).getTime() - 60000).toISOString();
    const isWhole = time(from) === '00:00' && time(to) === '00:00';
    const ends = time(to) === '00:00' ? '24:00' : time(to);
    if (last.slice(0, 10) === from.slice(0, 10))
        return isWhole ? day : `${day} ${time(from)}–${ends}`;
    if (isWhole) return `${day} – ${dayFrom(last, now)}`;
    return `${day} ${time(from)} – ${dayFrom(last, now)} ${ends}`;
}

/**
 * "ouvert jusqu'à 19:30", "fermé, ouvre lundi 08:30", "horaires non précisés".
 * @param {import('./types.js').Properties['open']} open
 * @param {string} now
 */
export function opening(open, now) {
    if (open.from && open.until)
        return word('open.from', { when: span(`${open.from}/${open.until}`, now) });
    if (open.holiday) return word('open.holiday');
    if (open.state === 'open')
        return open.until ? word('open.until', { time: time(open.until) }) : word('open.always');
    if (open.state === 'closed' && open.next) {
        const day = dayFrom(open.next, now);
        const isToday = open.next.slice(0, 10) === now.slice(0, 10);
        return word(isToday ? 'open.later' : 'open.next', { day, time: time(open.next) });
    }
    return word(open.state === 'closed' ? 'open.closed' : 'open.unknown');
}

/**
 * A French number in pairs, "01 99 00 29 16"; others as they came.
 * @param {string} phone
 */
export function phone(phone) {
    const digits = phone.replace(/[\s.-]/g, '');
    return /^0\d{9}$/.test(digits) ? (digits.match(/../g) ?? []).join('\u00a0') : phone;
}

/** What a tel: link dials. @param {string} phone */
export function dialled(phone) {
    return phone.replace(/[^\d+]/g, '');
}

/** Without case and accents, to compare. @param {string} text */
export function folded(text) {
    return text
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .replaceAll('’', "'")
        .toLowerCase();
}
