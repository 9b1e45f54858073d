// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The question: what the form holds, what the URL says, what the service is asked. The URL is its
// only memory, so that it can be sent, and nothing about an address stays in the browser.

/** @typedef {import('./types.js').Answer} Answer */

/**
 * @typedef {object} Question
 * @property {string} text       what, where and when, as written; '' for none
 * @property {[number, number]|null} position  lon, lat: "my position", in place of an address
 * @property {''|'home'|'office'} mode
 * @property {boolean} open      open now
 * @property {boolean} walkIn
 * @property {boolean} newPatients
 * @property {boolean} wheelchair
 * @property {number} radius     metres; 0 for none
 */

/* As much as the service reads. */
const TEXT_MAX = 1000;

/** @type {Readonly<Question>} */
export const NO_QUESTION = Object.freeze({
    text: '',
    position: null,
    mode: '',
    open: false,
    walkIn: false,
    newPatients: false,
    wheelchair: false,
    radius: 0,
});

/** @typedef {'open'|'walkIn'|'newPatients'|'wheelchair'} ConditionName */

/** Yes-or-nothing conditions: their name in Question, in the URL, and what the service is asked.
 * @type {{name: ConditionName, url: string, parameter: string, value: string}[]} */
export const CONDITIONS = [
    { name: 'open', url: 'ouvert', parameter: 'at', value: 'now' },
    { name: 'walkIn', url: 'sans-rdv', parameter: 'walk_in', value: 'true' },
    { name: 'newPatients', url: 'nouveaux-patients', parameter: 'new_patients', value: 'true' },
    { name: 'wheelchair', url: 'fauteuil', parameter: 'wheelchair', value: 'true' },
];

/** @param {string|null} text @returns {[number, number]|null} */
function readPosition(text) {
    const [lon, lat] = (text ?? '').split(',').map(Number);
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return null;
    return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && text !== '' ? [lon, lat] : null;
}

/** The text of a link; links of two boxes, an address and a need, are read as one.
 * @param {URLSearchParams} given */
function readText(given) {
    const both = [given.get('besoin'), given.get('adresse')].filter(Boolean).join(', ');
    return (given.get('q') ?? both).slice(0, TEXT_MAX);
}

/**
 * @param {string} search  the URL's "?q=…"
 * @returns {Question}
 */
export function questionOfUrl(search) {
    const given = new URLSearchParams(search);
    const mode = given.get('mode');
    const radius = Number(given.get('rayon'));
    /** @type {Question} */
    const question = {
        ...NO_QUESTION,
        text: readText(given),
        position: readPosition(given.get('position')),
        mode: mode === 'home' || mode === 'office' ? mode : '',
        radius: Number.isInteger(radius) && radius > 0 ? radius : 0,
    };
    for (const condition of CONDITIONS) question[condition.name] = given.get(condition.url) === '1';
    return question;
}

/**
 * @param {Question} question
 * @param {string} language
 * @returns {string} "?q=…" or "./" when nothing is asked
 */
export function urlOfQuestion(question, language) {
    const url = new URLSearchParams();
    if (question.text) url.set('q', question.text);
    if (question.position)
        url.set('position', question.position.map((degrees) => degrees.toFixed(5)).join(','));
    if (question.mode) url.set('mode', question.mode);
    for (const condition of CONDITIONS) if (question[condition.name]) url.set(condition.url, '1');
    if (question.radius) url.set('rayon', String(question.radius));
    if (language !== 'fr') url.set('lang', language);
    const text = url.toString().replaceAll('%2C', ',');
    return text ? `?${text}` : './';
}

/** True when there is something to ask. @param {Question} question */
export function isAsked(question) {
    return (
        question.text !== '' ||
        question.position !== null ||
        question.mode !== '' ||
        CONDITIONS.some((condition) => question[condition.name])
    );
}

/**
 * What /api/v1/resources is asked.
 * @param {Question} question
 * @returns {Record<string, string|number>}
 */
export function parametersOf(question) {
    /** @type {Record<string, string|number>} */
    const parameters = {};
    if (question.text) parameters.q = question.text;
    if (question.position)
        [parameters.lon, parameters.lat] = question.position.map((degrees) => degrees.toFixed(6));
    if (question.mode) parameters.mode = question.mode;
    for (const condition of CONDITIONS) {
        if (question[condition.name]) parameters[condition.parameter] = condition.value;
    }
    if (usesRadius(question)) parameters.radius_m = question.radius;
    return parameters;
}

/** A radius says nothing about who comes home: their zone does. @param {Question} question */
export function usesRadius(question) {
    return question.radius > 0 && question.mode !== 'home';
}

/** @typedef {import('./types.js').Piece} Piece */

/**
 * The question with other words in the place of some of its pieces ('' for none).
 * @param {Question} question
 * @param {Piece[]} pieces  of its text, in order; places are counted in characters
 * @param {string} [words]  in the place of the first
 * @returns {Question}
 */
export function replacePieces(question, pieces, words = '') {
    const characters = [...question.text];
    for (const { start, end } of [...pieces].reverse()) {
        const isFirst = start === pieces[0].start;
        characters.splice(start, end - start, ...(isFirst ? [...words] : []));
    }
    const text = characters
        .join('')
        .replace(/\s+/g, ' ')
        .replace(/[\s,;]+(?=[,;])/g, '')
        .replace(/^[\s,;]+|[\s,;]+$/g, '');
    return { ...question, text };
}

/** @param {Answer} answer @param {string[]} kinds */
export function piecesOf(answer, ...kinds) {
    return (answer.query.q?.pieces ?? []).filter(({ kind }) => kinds.includes(kind));
}

/* What a list of sessions can be asked. */
const OF_SESSIONS = ['skill', 'address', 'here', 'time', 'radius', 'walk_in'];

/**
 * What /api/v1/sessions is asked to list what an answer is about, day by day; null when the answer
 * holds no session, or the question more than such a list can be asked.
 * @param {Question} question
 * @param {Answer} answer
 * @returns {{parameters: Record<string, string|number>, isWalkIn: boolean}|null}
 */
export function sessionsOf(question, { features, query }) {
    const { skills, point, at, from, to, radius_m: radius } = query;
    const pieces = (query.q?.pieces ?? []).filter(({ used }) => used);
    const isMore = pieces.some(({ kind }) => !OF_SESSIONS.includes(kind));
    const holdsSome = features.some(({ properties }) => properties.sessions?.length > 0);
    const { mode, newPatients, wheelchair, walkIn } = question;
    if (skills.length !== 1 || !holdsSome || isMore || mode || newPatients || wheelchair)
        return null;
    /** @type {Record<string, string|number>} */
    const parameters = { skill: skills[0].code };
    if (point) [parameters.lon, parameters.lat] = point;
    if (point && radius) parameters.radius_m = radius;
    if (at ?? from) parameters.from = at ?? from ?? '';
    if (to) parameters.to = to;
    return { parameters, isWalkIn: walkIn || pieces.some(({ kind }) => kind === 'walk_in') };
}

/* Conditions that a text may hold, and the key of the words that offer to drop them. */
const WIDER = {
    name: 'wider.name',
    mode: 'wider.mode',
    time: 'wider.open',
    walk_in: 'wider.walkIn',
    new_patients: 'wider.newPatients',
    wheelchair: 'wider.wheelchair',
    radius: 'wider.radius',
    language: 'wider.language',
    fees: 'wider.fees',
};

/**
 * The same question with one condition less, for each that may be dropped: the ways out of an
 * empty answer. Each carries the key of its words.
 * @param {Question} question
 * @param {Answer} answer
 * @returns {{key: string, question: Question}[]}
 */
export function widerQuestions(question, answer) {
    const wider = [];
    for (const { name } of CONDITIONS) {
        if (question[name])
            wider.push({ key: `wider.${name}`, question: { ...question, [name]: false } });
    }
    if (usesRadius(question))
        wider.push({ key: 'wider.radius', question: { ...question, radius: 0 } });
    if (question.mode) {
        /** @type {Question} */
        const anywhere = { ...question, mode: '' };
        wider.push({ key: 'wider.mode', question: anywhere });
    }
    for (const [kind, key] of Object.entries(WIDER)) {
        const pieces = piecesOf(answer, kind).filter(({ used }) => used);
        if (pieces.length > 0) wider.push({ key, question: replacePieces(question, pieces) });
    }
    return wider;
}

/**
 * Of a question that holds several needs, each as a question of its own, in the words that were
 * understood.
 * @param {Question} question
 * @param {Answer} answer
 */
export function needQuestions(question, answer) {
    const { needs, query } = answer;
    return needs.map(({ skills }) => {
        const codes = skills.map(({ code }) => code);
        const kept = (query.q?.pieces ?? []).filter(
            ({ kind, value }) => kind !== 'skill' || codes.includes(value),
        );
        const text = kept.map((piece) => piece.text).join(' ');
        return { skills, question: { ...question, text } };
    });
}
