package id.potret.gemini;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "id.potret.gemini", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ofPotretItKnowsThePromptBuilderOnly = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("id.potret..")
                    .and(not(resideInAnyPackage("id.potret.gemini", "id.potret.prompt", "id.potret.reference"))));

    @ArchTest
    static final ArchRule onlyTheConnectionKnowsHowTheSdkIsReached = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("GeminiConnection")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("com.google.genai.Client");

    @ArchTest
    static final ArchRule itUsesNeitherReflectionNorServiceLoaders = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.lang.reflect"))
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.ServiceLoader");

    @ArchTest
    static final ArchRule publicMethodsShowPotretAndTheJdkOnly = methods()
            .that()
            .arePublic()
            .or()
            .areProtected()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(showPotretAndTheJdkOnly());

    private static ArchCondition<JavaMethod> showPotretAndTheJdkOnly() {
        return new ArchCondition<>("show types of Potret and the JDK only") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .filter(type -> !isShowable(type))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                method, method.getFullName() + " shows " + type.getName())));
            }
        };
    }

    private static boolean isShowable(JavaClass type) {
        JavaClass base = type.getBaseComponentType();
        return base.isPrimitive()
                || base.getPackageName().startsWith("java.")
                || base.getPackageName().startsWith("id.potret");
    }
}
