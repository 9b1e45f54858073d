// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// The question: what the form holds, what the URL says, what the service is asked. The URL is its
// only memory, so that it can be sent, and nothing about an address stays in the browser.

/**
 * @typedef {object} Question
 * @property {string} address    as written; '' for none
 * @property {[number, number]|null} position  lon, lat: "my position", in place of an address
 * @property {string} need       as written: a lay word, a label, or a code
 * @property {''|'home'|'office'} mode
 * @property {boolean} open      open now
 * @property {boolean} walkIn
 * @property {boolean} newPatients
 * @property {boolean} wheelchair
 * @property {number} radius     metres; 0 for none
 */

/** @type {Readonly<Question>} */
export const NO_QUESTION = Object.freeze({
    address: '',
    position: null,
    need: '',
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

/**
 * @param {string} search  the URL's "?adresse=…"
 * @returns {Question}
 */
export function questionOfUrl(search) {
    const given = new URLSearchParams(search);
    const mode = given.get('mode');
    const radius = Number(given.get('rayon'));
    /** @type {Question} */
    const question = {
        ...NO_QUESTION,
        address: (given.get('adresse') ?? '').slice(0, 200),
        position: readPosition(given.get('position')),
        need: (given.get('besoin') ?? '').slice(0, 100),
        mode: mode === 'home' || mode === 'office' ? mode : '',
        radius: Number.isInteger(radius) && radius > 0 ? radius : 0,
    };
    for (const condition of CONDITIONS) question[condition.name] = given.get(condition.url) === '1';
    return question;
}

/**
 * @param {Question} question
 * @param {string} language
 * @returns {string} "?adresse=…" or "./" when nothing is asked
 */
export function urlOfQuestion(question, language) {
    const url = new URLSearchParams();
    if (question.position)
        url.set('position', question.position.map((degrees) => degrees.toFixed(5)).join(','));
    else if (question.address) url.set('adresse', question.address);
    if (question.need) url.set('besoin', question.need);
    if (question.mode) url.set('mode', question.mode);
    for (const condition of CONDITIONS) if (question[condition.name]) url.set(condition.url, '1');
    if (question.radius) url.set('rayon', String(question.radius));
    if (language !== 'fr') url.set('lang', language);
    const text = url.toString().replaceAll('%2C', ',');
    return text ? `?${text}` : './';
}

/** True when the question has a place. @param {Question} question */
export function hasPlace(question) {
    return question.address !== '' || question.position !== null;
}

/** True when there is something to ask. @param {Question} question */
export function isAsked(question) {
    return (
        hasPlace(question) ||
        question.need !== '' ||
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
    if (question.position)
        [parameters.lon, parameters.lat] = question.position.map((degrees) => degrees.toFixed(6));
    else if (question.address) parameters.address = question.address;
    if (question.need) parameters.skill = question.need;
    if (question.mode) parameters.mode = question.mode;
    for (const condition of CONDITIONS) {
        if (question[condition.name]) parameters[condition.parameter] = condition.value;
    }
    if (usesRadius(question)) parameters.radius_m = question.radius;
    return parameters;
}

/** A radius needs a place, and says nothing about who comes home: their zone does.
 * @param {Question} question */
export function usesRadius(question) {
    return question.radius > 0 && hasPlace(question) && question.mode !== 'home';
}

/**
 * The same question with one condition less, for each that may be dropped: the ways out of an
 * empty answer. Each carries the key of its words.
 * @param {Question} question
 * @returns {{key: string, question: Question}[]}
 */
export function widerQuestions(question) {
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
    return wider;
}
