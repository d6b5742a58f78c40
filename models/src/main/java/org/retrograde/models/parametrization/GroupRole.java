package org.retrograde.models.parametrization;

/**
 * What a parameter group does in its network, and its size: all that a rule table asks of it.
 *
 * @param role which of its fans grow with the width
 * @param fans of the group
 */
public record GroupRole(Role role, Fans fans) {}
