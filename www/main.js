// SPDX-License-Identifier: GPL-3.0-or-later
// @ts-check
// Wires the page: question -> answer -> list.show(answer), map.show(answer).
import * as api from './api.js';
import { createDates } from './dates.js';
import { byId } from './dom.js';
import { createForm } from './form.js';
import { createList } from './list.js';
import { createMap } from './map.js';
import { NEED_SHOWN } from './needs.js';
import { createPaper } from './paper.js';
import {
    isAsked,
    needQuestions,
    NO_QUESTION,
    parametersOf,
    piecesOf,
    questionOfUrl,
    urlOfQuestion,
} from './question.js';
import { createSurroundings } from './surroundings.js';
import { counted, currentLanguage, inLanguage, otherLanguage, speak, word } from './words.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./question.js').Question} Question */

const state = {
    /** @type {Question} */
    question: NO_QUESTION,
    /** @type {Answer|null} */
    answer: null,
    /** @type {import('./needs.js').Need[]} of a question that nobody answers alone */
    needs: [],
    /** @type {import('./marks.js').Marked[]} what the list shows, and the map */
    marked: [],
    /** @type {string|null} the resource whose zones are on the map */
    zonesOf: null,
    /** @type {AbortController|null} */
    asking: null,
    /** @type {Promise<void>} the words of the language: a question does not wait for them */
    spoken: Promise.resolve(),
    /** how far down the list was when a phone turned to the map */
    scroll: 0,
};

/** A sentence for those who do not see the screen change. @param {string} sentence */
function say(sentence) {
    byId('announcement').textContent = sentence;
}

/* Long enough to read a sentence twice. */
const TOLD_MS = 8000;
let telling = 0;

/** A sentence for everybody, over the page for a while: what failed beside the answer.
 * @param {string} sentence */
function tell(sentence) {
    say(sentence);
    byId('told').textContent = sentence;
    byId('told').hidden = false;
    clearTimeout(telling);
    telling = window.setTimeout(() => (byId('told').hidden = true), TOLD_MS);
}

/** One view at a time, as style.css has it. */
const isPhone = () => matchMedia('(max-width: 55.99rem)').matches;

/** The page as the phone shows it: the list or the map. @param {'list'|'map'} view */
function turnTo(view) {
    const turned = document.body.dataset.view !== view;
    if (turned && view === 'map') state.scroll = scrollY;
    document.body.dataset.view = view;
    if (turned && view === 'list') scrollTo(0, state.scroll);
    byId('turn').textContent = word(view === 'map' ? 'turn.list' : 'turn.map');
    if (view === 'map') map.resize();
}

const list = createList({
    hovered: (id) => map.highlight(id),
    zones: showZones,
    more: nextPage,
    ask: async (question) => {
        form.write(question);
        await ask(question, true);
    },
});
const dates = createDates({
    load: api.sessions,
    say,
    failed: (error) => {
        if (error instanceof api.Failure) tell(sentenceFor(error));
    },
});
const map = createMap(byId('map'), {
    streets: api.streets,
    hovered: list.highlight,
    picked: (id) => {
        turnTo('list');
        list.highlight(id);
        list.reveal(id);
    },
});
const surroundings = createSurroundings(map, () => state.spoken);
const form = createForm({
    ask: async (question, isDone) => {
        await ask(question, true);
        if (isDone) goToAnswer();
    },
    say,
    tell,
});

function showOnMap() {
    const { answer, question } = state;
    if (answer === null) return;
    const point = answer.query.point;
    const label = answer.query.address?.label ?? (question.position ? word('here') : '');
    const isMore = answer.numberMatched > answer.features.length;
    /** @type {import('./crowd.js').LoadCrowd} */
    const others = (box, zoom, signal) => api.crowd(parametersOf(question), box, zoom, signal);
    map.show(state.marked, point ? { point, label } : null, isMore ? others : null);
}

function showAnswer() {
    const { answer, question } = state;
    if (answer === null) return;
    state.marked = list.show(question, answer, state.needs);
    dates.show(question, answer);
    showOnMap();
    const asked = [...answer.query.skills, ...answer.query.any_skills];
    const skills = asked.map((skill) => inLanguage(skill.label, skill.label_en));
    const titled = [...skills, answer.query.address?.label].filter(Boolean).join(', ');
    document.title = titled ? `${titled} – Voisoin` : word('title');
    /* the boxes below the text show what it said */
    document.body.dataset.mode = answer.query.mode ?? '';
    say(byId('count').textContent ?? '');
}

/** Several needs that nobody serves alone: who serves each, under the same conditions.
 * @param {Question} question @param {Answer} answer @param {AbortSignal} signal */
async function askNeeds(question, answer, signal) {
    const needs = needQuestions(question, answer);
    const answers = needs.map((need) =>
        api.resources({ ...parametersOf(need.question), limit: NEED_SHOWN }, signal),
    );
    const found = await Promise.all(answers);
    return needs.map((need, i) => ({ ...need, answer: found[i] }));
}

/** What may be asked instead of an address that is not found: one that comes near, or the rest of the
 * question alone.
 * @param {api.Failure} failure @returns {{text: string, question: Question}[]} */
function choices({ address, candidates }) {
    const { question } = state;
    if (!address) return [];
    const instead = (/** @type {string} */ words) =>
        question.text.includes(address)
            ? { ...question, text: question.text.replace(address, words).trim() }
            : { ...question, text: words };
    const without = instead('');
    return [
        ...candidates.map(({ label }) => ({ text: label, question: instead(label) })),
        ...(without.text ? [{ text: word('address.without'), question: without }] : []),
    ];
}

/** @param {api.Failure} failure */
function sentenceFor({ status, detail, parameter, address }) {
    if (status === 0) return word('error.offline');
    if (status === 404 && address) return word('error.address', { address });
    if (status === 400 && parameter === 'mode') return word('address.needed');
    if (status === 400 && parameter === 'radius_m') return word('radius.needed');
    if (status === 503) return word('error.starting');
    return detail || word('error.service');
}

/** @param {unknown} error */
function showFailure(error) {
    const failure = error instanceof api.Failure ? error : new api.Failure(500, {});
    const sentence = sentenceFor(failure);
    if (failure.parameter === 'mode') form.complain(sentence);
    state.answer = null;
    map.clear();
    dates.show(state.question, null);
    list.fail(sentence, choices(failure));
    say(sentence);
}

/**
 * @param {Question} question
 * @param {boolean} remember  as a new step of the browser's history
 */
async function ask(question, remember) {
    const url = urlOfQuestion(question, currentLanguage());
    if (remember && url !== location.search) history.pushState(null, '', url);
    state.question = question;
    state.asking?.abort();
    state.zonesOf = null;
    const mine = (state.asking = new AbortController());
    const coming = isAsked(question) ? api.resources(parametersOf(question), mine.signal) : null;
    coming?.catch(() => null); /* told below, once there are words to tell it */
    await state.spoken;
    delete document.body.dataset.opening;
    if (coming === null) return welcome();
    document.body.dataset.asked = 'true';
    byId('answer').setAttribute('aria-busy', 'true');
    try {
        const answer = await coming;
        const isElsewhere = piecesOf(answer, 'address').some(({ used }) => !used);
        if (question.position && isElsewhere) {
            /* An address was written: it says where, no longer the position. */
            form.write({ ...question, position: null });
            return await ask({ ...question, position: null }, remember);
        }
        const needs = await askNeeds(question, answer, mine.signal);
        if (needs.some((need) => need.answer.generation !== answer.generation))
            return await ask(question, false); /* the directory changed between two of them */
        Object.assign(state, { answer, needs });
        showAnswer();
        surroundings.furnish(answer.generation);
    } catch (error) {
        if (api.isAborted(error)) return;
        showFailure(error);
    } finally {
        if (mine === state.asking) byId('answer').removeAttribute('aria-busy');
    }
    document.body.dataset.answered = urlOfQuestion(question, 'fr');
}

/** On a phone the answer lies below the form, and the keyboard over it. */
function goToAnswer() {
    if (!isPhone()) return;
    byId('answer').focus({ preventScroll: true });
    byId('answer').scrollIntoView({ block: 'start' });
}

/** The page before any question. */
function welcome() {
    state.answer = null;
    delete document.body.dataset.asked;
    delete document.body.dataset.mode;
    list.clear();
    map.clear();
    dates.show(state.question, null);
    byId('count').textContent = word('welcome.title');
    document.title = word('title');
}

/** @param {string} href */
async function nextPage(href) {
    const { answer } = state;
    try {
        const page = await api.follow(href);
        /* Another question was asked meanwhile. */
        if (answer === null || state.answer !== answer) return;
        state.marked = list.append(page);
        answer.features.push(...page.features);
        showOnMap();
    } catch (error) {
        if (!(error instanceof api.Failure)) return;
        if (error.parameter !== 'cursor') return tell(sentenceFor(error));
        /* pages of two directories are not mixed */
        await ask(state.question, false);
        tell(word('directory.changed'));
    }
}

/** @param {string} id @param {boolean} wanted */
async function showZones(id, wanted) {
    state.zonesOf = wanted ? id : null;
    list.pressZones(state.zonesOf);
    if (!wanted) return map.zones(null);
    try {
        const zones = await api.zones(id);
        if (state.zonesOf !== id) return;
        turnTo(isPhone() ? 'map' : 'list');
        map.zones(zones);
    } catch (error) {
        list.pressZones(null);
        if (error instanceof api.Failure) tell(sentenceFor(error));
    }
}

/** @param {string} language */
async function useLanguage(language) {
    await speak(language);
    const link = /** @type {HTMLAnchorElement} */ (byId('language'));
    link.textContent = word('language.other');
    link.lang = link.hreflang = otherLanguage();
    link.href = urlOfQuestion(state.question, otherLanguage());
    turnTo(document.body.dataset.view === 'map' ? 'map' : 'list');
    map.relabel();
    surroundings.show();
}

/** Goes where a link to a question leads, without leaving the page. @param {MouseEvent} event */
async function followQuestion(event) {
    const link = event.target instanceof Element ? event.target.closest('a.ask') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const question = questionOfUrl(new URL(link.getAttribute('href') ?? '', location.href).search);
    form.write(question);
    await ask(question, true);
    /* The link that had the focus is gone with the answer it stood in. */
    byId('answer').focus({ preventScroll: true });
}

async function openUrl() {
    const language = new URLSearchParams(location.search).get('lang') ?? 'fr';
    state.question = questionOfUrl(location.search);
    if (language !== currentLanguage() || !document.body.dataset.ready)
        state.spoken = useLanguage(language);
    form.write(state.question);
    await ask(state.question, false);
}

/** A step in the browser's history that only moved within the page asks nothing anew. */
async function goBack() {
    const language = new URLSearchParams(location.search).get('lang') ?? 'fr';
    const url = urlOfQuestion(questionOfUrl(location.search), language);
    if (url !== urlOfQuestion(state.question, currentLanguage())) await openUrl();
}

/** @param {MouseEvent} event */
async function switchLanguage(event) {
    event.preventDefault();
    await (state.spoken = useLanguage(otherLanguage()));
    history.replaceState(null, '', urlOfQuestion(state.question, currentLanguage()));
    if (state.answer) showAnswer();
    else if (isAsked(state.question)) await ask(state.question, false);
    else document.title = word('title');
}

async function start() {
    byId('language').addEventListener('click', switchLanguage);
    byId('turn').addEventListener('click', () =>
        turnTo(document.body.dataset.view === 'map' ? 'list' : 'map'),
    );
    document.addEventListener('click', followQuestion);
    createPaper(tell);
    addEventListener('popstate', goBack);
    addEventListener('offline', () => tell(word('offline')));
    await Promise.all([openUrl(), surroundings.furnish()]);
    document.body.dataset.ready = 'true';
}

start().catch(() => {
    delete document.body.dataset.opening;
    byId('unreachable').hidden = false;
});
