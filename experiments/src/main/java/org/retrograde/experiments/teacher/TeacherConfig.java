package org.retrograde.experiments.teacher;

/**
 * The keys of the problem.
 *
 * @param rows examples, at least 1
 * @param inputs numbers of an example, at least 1
 * @param hidden units of the network that is trained, at least 1
 * @param teacherHidden units of the one that it learns from, at least 1
 */
record TeacherConfig(int rows, int inputs, int hidden, int teacherHidden) {}
